"""The real followthemoney for tests, in a folder of its own: Clew does not depend on it.

Its locked wheels go into build/ (git ignores it), once. PyICU has no wheels; all that the package
asks of it is names in Latin letters, which no test needs: a module of three lines stands for it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "build" / f"followthemoney-4.11.2-py{sys.version_info[0]}{sys.version_info[1]}"
_LOCK = ROOT / "requirements" / "ftm.txt"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps")
_FROM = ("--require-hashes", "--no-compile", "--only-binary", ":all:", "-r", str(_LOCK))
_ICU = """
class Transliterator:
    createInstance = classmethod(lambda cls, name: cls())
    transliterate = lambda self, text: text
"""
_COMMAND = "from followthemoney.cli import cli; cli.cli()"


@cache
def why_not() -> str:
    """Install it where it is not yet; return why it cannot be had, '' where it is there."""
    if HOME.is_dir():
        return ""
    part = HOME.with_name(f"{HOME.name}.{os.getpid()}.part")
    done = subprocess.run(
        [sys.executable, *_PIP, "--target", str(part), *_FROM], capture_output=True, text=True
    )
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        return "followthemoney could not be installed: pip needs a registry of packages"
    (part / "icu.py").write_text(_ICU, encoding="utf-8")
    with suppress(OSError):  # another did the same meanwhile
        part.rename(HOME)
    shutil.rmtree(part, ignore_errors=True)
    return ""


def python(script: str, *arguments: str | Path) -> str:
    """Run a script that may import followthemoney; return what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def ftm(*arguments: str | Path) -> str:
    """Run the command `ftm`."""
    return python(_COMMAND, *arguments)
