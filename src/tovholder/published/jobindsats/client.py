"""Asks Jobindsats' API: one request at a time, patient, and never showing the token.

What is known of the API is from public programs that call it; the publisher has not verified it (docs/published.md).
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from tovholder.published.jobindsats.problems import Problem

ADDRESS = "https://api.jobindsats.dk/v3"
#: Nobody else's server gets the token, and it does not travel in the clear.
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Access:
    """Where the API is and with what token. The token is in no representation of it."""

    address: str
    token: str

    def __repr__(self) -> str:
        return f"Access({self.address!r})"


def access() -> Access:
    """From the environment: JOBINDSATS_API_TOKEN, JOBINDSATS_API_URL. Raises Problem."""
    token = os.environ.get("JOBINDSATS_API_TOKEN", "").strip()
    address = os.environ.get("JOBINDSATS_API_URL", "").strip().rstrip("/") or ADDRESS
    if not token:
        raise Problem("no_token")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise Problem("bad_token")
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise Problem("bad_address") from None
    if url.scheme != "https" and not (url.scheme == "http" and url.host in LOOPBACK):
        raise Problem("bad_address")
    return Access(address, token)


@dataclass(frozen=True)
class Patience:
    """Seconds. `longest`: a server that asks us to wait longer than this is left alone."""

    attempts: int = 5
    first: float = 2.0
    longest: float = 90.0
    between: float = 0.5  #: between two requests that both went well


@dataclass(frozen=True)
class Answer:
    """`content` is None when the server says that what we have is still so."""

    content: bytes | None
    etag: str


class _Again(Exception):
    """Worth another attempt; `after` seconds when the server said so."""

    def __init__(self, problem: Problem, after: float | None = None) -> None:
        self.problem, self.after = problem, after
        super().__init__(str(problem))


class Client:
    """`with Client(access) as client: client.get("tables", {"format": "json"})`.

    `look_up` is called again and again while waiting; it raises to stop.
    """

    def __init__(
        self, access: Access, *, patience: Patience | None = None, look_up: Callable[[], None] = lambda: None
    ) -> None:
        self.patience, self.look_up = patience or Patience(), look_up
        self.asked = 0
        url = httpx.URL(access.address)
        self._http = httpx.Client(
            base_url=access.address + "/",
            headers={
                "Authorization": f"Bearer {access.token}",
                "Accept": "application/json",
                "User-Agent": f"Tovholder/{version('tovholder')} (municipal casework, fetches at most nightly)",
            },
            timeout=httpx.Timeout(120, connect=15),
            follow_redirects=False,
            trust_env=url.host not in LOOPBACK,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, query: Mapping[str, str], etag: str = "") -> Answer:
        """One answer, checked: whole and JSON. With the `etag` of what is kept it may be "still so".

        Raises Problem, and what `look_up` raises.
        """
        if self.asked:
            self._wait(self.patience.between)
        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            wait=self._pause,
            retry=retry_if_exception_type(_Again),
            sleep=self._wait,
            reraise=True,
        )
        try:
            return retrying(self._get, path, query, etag)
        except _Again as given_up:
            raise given_up.problem from None

    def _get(self, path: str, query: Mapping[str, str], etag: str) -> Answer:
        self.look_up()
        self.asked += 1
        headers = {"If-None-Match": etag} if etag else {}
        try:
            with self._http.stream("GET", path, params=dict(query), headers=headers) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED and etag:
                    return Answer(None, etag)
                self._check_status(response)
                content = self._read(response)
        # Without `from`: the request that the library's errors carry has the token in its headers.
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError):
            raise _Again(Problem("cut_short")) from None
        except (httpx.TransportError, httpx.InvalidURL):
            raise _Again(Problem("unreachable")) from None
        _check_json(content)
        return Answer(content, response.headers.get("ETag", ""))

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            return
        told = f"HTTP {status}"
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise Problem("unauthorised", told)
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
            problem = Problem("too_many" if status == httpx.codes.TOO_MANY_REQUESTS else "busy", told)
            after = _seconds(response.headers.get("Retry-After", ""))
            if after is not None and after > self.patience.longest:
                raise problem
            raise _Again(problem, after)
        raise Problem("refused", told)

    def _read(self, response: httpx.Response) -> bytes:
        said = response.headers.get("Content-Length", "")
        content = bytearray()
        for chunk in response.iter_bytes():
            self.look_up()
            content += chunk
            if len(content) > MOST_BYTES:
                raise Problem("too_large")
        if said.isdigit() and int(said) != response.num_bytes_downloaded:
            raise _Again(Problem("cut_short"))
        return bytes(content)

    def _pause(self, state: RetryCallState) -> float:
        failed = state.outcome.exception() if state.outcome else None
        if isinstance(failed, _Again) and failed.after is not None:
            return failed.after
        longer = wait_exponential(multiplier=self.patience.first, max=self.patience.longest)
        return (longer + wait_random(0, self.patience.first))(state)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.look_up()
            time.sleep(min(left, 0.2))


def _check_json(content: bytes) -> None:
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    if not text.startswith((b"{", b"[")):
        raise Problem("not_json")
    try:
        json.loads(text)
    except ValueError:
        raise _Again(Problem("cut_short")) from None


def parsed(content: bytes) -> Any:
    """What an answer says."""
    return json.loads(content.removeprefix(b"\xef\xbb\xbf"))


def _seconds(retry_after: str) -> float | None:
    """Seconds, or the moment, as HTTP allows both (RFC 9110, 10.2.3)."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
