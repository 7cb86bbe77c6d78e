"""Run what README and docs show, and say where it differs; `--write` puts the real output in.

In a block marked `console` a line that starts with `$ ` is run by the shell, in one fresh folder
for each page, and what follows it is what it printed. Blocks marked `python` are run in order in
one namespace, beside what the commands left. `make demo` stands for `clew demo`, which it calls;
`make test` is not run, since it runs this.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A link to another file of the project.
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
#: What differs from case to case: the graph's version, ids of runs and acts, digests of the log,
#: and the day on which anna did something by hand.
VARYING = re.compile(
    r"(?<=Graph: )[0-9a-f]{16}|\b[ir][0-9a-f]{32}\b|\b[0-9a-f]{64}\b"
    r"|(?<=by anna, )\d{4}-\d{2}-\d{2}|(?<=no more since )\d{4}-\d{2}-\d{2}"
)
ALIASES = {"make demo": "clew demo"}
NOT_RUN = ("make test", "make check", "git clone")


def run(page: Path) -> str:
    """Return a page with what its blocks print now; raises where a Python block fails."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        namespace: dict[str, object] = {"__name__": "__page__"}

        def fresh(match: re.Match[str]) -> str:
            language, body = match.groups()
            if language == "console":
                body = "".join(_commands(body, Path(folder), Path(home)))
            else:
                _python(body, folder, namespace)
            return f"```{language}\n{body}```"

        return BLOCK.sub(fresh, page.read_text(encoding="utf-8"))


def _commands(body: str, folder: Path, home: Path) -> Iterator[str]:
    """Yield each command and what it prints; `cd` holds for what follows on the page."""
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    for line in commands:
        command = line.removeprefix("$ ")
        yield f"{line}\n"
        if not command.startswith(NOT_RUN):
            yield _shell(ALIASES.get(command, command), folder, home)


def _shell(command: str, folder: Path, home: Path) -> str:
    bin_folder = Path(sys.executable).parent
    here = folder / ".here"
    start = here.read_text().strip() if here.exists() else str(folder)
    environment = {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["sh", "-c", f'{command}\ncode=$?\npwd > "{here}"\nexit $code'],
        cwd=start,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout.replace(str(folder.resolve()), "…")


def _python(body: str, folder: str, namespace: dict[str, object]) -> None:
    before = Path.cwd()
    here = Path(folder) / ".here"
    os.chdir(here.read_text().strip() if here.exists() else folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(body, "page", "exec"), namespace)
    finally:
        os.chdir(before)


def same(one: str, other: str) -> bool:
    """Tell whether two pages show the same, but for what differs from case to case."""
    return VARYING.sub("#", one) == VARYING.sub("#", other)


def main() -> int:
    """Check the pages named (README and docs where none is), or rewrite them with `--write`."""
    root = Path(__file__).resolve().parents[1]
    named = [Path(name) for name in sys.argv[1:] if name != "--write"]
    wrong = 0
    for page in named or [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        shown = page.read_text(encoding="utf-8")
        if not BLOCK.search(shown):
            continue
        real = run(page)
        if same(shown, real):
            continue
        wrong += 1
        if "--write" in sys.argv:
            page.write_text(real, encoding="utf-8")
        print(f"{page.name} {'was rewritten' if '--write' in sys.argv else 'shows something else'}")
    return 0 if "--write" in sys.argv else wrong


if __name__ == "__main__":
    sys.exit(main())
