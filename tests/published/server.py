"""Jobindsats' API on the loopback, answering what `exchange.json` has: the documented shape with made-up figures."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-secret-token-0123456789"
EXCHANGE: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("exchange.json").read_text(encoding="utf-8"))

#: How one request is answered: it writes what it likes on the connection.
Act = Callable[["Handler"], None]


@dataclass
class Jobindsats:
    """What the server was asked (name, query, headers), and how it is to answer the next requests otherwise."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    acts: list[Act | None] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(EXCHANGE)))

    def will(self, *acts: Act | None) -> None:
        """The next requests are answered so; None is the ordinary answer."""
        self.acts += acts

    def rows(self, name: str) -> list[list[Any]]:
        found: list[list[Any]] = self.answers[name]["answer"]["rows"]
        return found


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    known: Jobindsats

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        table = url.path.rsplit("/", 1)[-1]
        whom = "country" if query.get("hierarchy._nykom") == "/" else "municipalities"
        split = {"_viskat_1int": "readiness", "_tilb_2ptv": "offers"}
        by = next((name for key, name in split.items() if f"hierarchy.{key}" in query), "")
        names = [name for name, one in self.known.answers.items() if one["table"] == table and name.endswith(whom)]
        self.name = next((name for name in names if not by or name.startswith(by)), "")
        self.known.asked.append(self.name)
        self.known.lines.append(self.requestline)
        self.known.headers.append(dict(self.headers))
        act = self.known.acts.pop(0) if self.known.acts else None
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.answer(401, b"{}")
        elif act:
            act(self)
        elif not self.name:
            self.answer(404, b"{}")
        else:
            self.answer(200, self.body())

    def body(self) -> bytes:
        return json.dumps(self.known.answers[self.name]["answer"], ensure_ascii=False).encode()

    def answer(self, status: int, content: bytes, *, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        for key, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = length is not None

    def log_message(self, *_arguments: Any) -> None:
        """Quiet."""


def status(code: int, **headers: str) -> Act:
    return lambda request: request.answer(code, f"no: {TOKEN}".encode(), **headers)


def page(request: Handler) -> None:
    request.answer(200, b"<!doctype html><title>Vi er straks tilbage</title>", Content_Type="text/html")


def half(request: Handler) -> None:
    """Says how long it is, and ends before."""
    body = request.body()
    request.answer(200, body[: len(body) // 2], length=len(body))


def shorter_than_it_is(request: Handler) -> None:
    """Says that it is shorter than what it sends."""
    body = request.body()
    request.answer(200, body, length=len(body) // 2)


@contextmanager
def serving() -> Iterator[Jobindsats]:
    known = Jobindsats()
    handler = type("Known", (Handler,), {"known": known})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        known.address = f"http://127.0.0.1:{server.server_port}/v3"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()
