"""Run what README and docs show, and say where it differs; `--write` puts the real output in.

In a block marked `console` a line that starts with `$ ` is run by the shell, in one fresh folder
for each page, and what follows it is what it printed; a line `[…]` stands for lines left out there.
Blocks marked `python` are run in order in one namespace, beside what the commands left; a block
marked `output` after one is what it printed. Between `<!-- commands: NAMES -->` and `<!-- end -->`
stands what the help says of these commands; after `<!-- losses -->` what annotation_losses.yaml
holds. `make demo` stands for `clew demo`, which it calls; `make test` is not run, since it runs
this.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher, unified_diff
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(console|python|output)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^(<!-- commands: (.*?) -->\n).*?^(<!-- end -->)$", re.MULTILINE | re.DOTALL)
LOSSES = re.compile(r"^(<!-- losses -->\n).*?^(<!-- end -->)$", re.MULTILINE | re.DOTALL)
#: A link to another file of the project, and to a heading in it.
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#([^)]+))?")
#: What differs from case to case: the graph's version, ids of runs and acts, salted ids, digests,
#: sizes and days.
VARYING = re.compile(
    r"(?<=Graph: )[0-9a-f]{16}|\b[ir][0-9a-f]{32}\b|\b[0-9a-f]{64}\b"
    r"|(?<=by anna, )\d{4}-\d{2}-\d{2}|(?<=no more since )\d{4}-\d{2}-\d{2}"
    r"|(?<=claims; )\d+\.\d MB"
)
ALIASES = {"make demo": "clew demo"}
NOT_RUN = ("make test", "make check", "git clone")
CUT = "[…]\n"


@dataclass
class Run:
    """One page's run: where its commands are, what its Python holds, and printed last."""

    folder: Path
    home: Path
    printed: str = ""
    namespace: dict[str, object] = field(default_factory=lambda: {"__name__": "__page__"})

    def fresh(self, block: re.Match[str]) -> str:
        """Return a block with what it prints now."""
        language, body = block.groups()
        if language == "console":
            body = "".join(self._commands(body))
        elif language == "python":
            self._python(body)
        else:
            body = cut(body, self.printed)
        return f"```{language}\n{body}```"

    def _commands(self, body: str) -> Iterator[str]:
        """Yield each command and what it prints; `cd` holds for what follows on the page."""
        for line, shown in re.findall(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
            yield f"$ {line}"
            command = line.rstrip("\n")
            if not command.startswith(NOT_RUN):
                yield cut(shown, self._shell(ALIASES.get(command, command)))

    @property
    def here(self) -> str:
        """The folder where the page's last command left off."""
        noted = self.folder / ".here"
        return noted.read_text().strip() if noted.exists() else str(self.folder)

    def _shell(self, command: str) -> str:
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
        }
        done = subprocess.run(
            ["sh", "-c", f'{command}\ncode=$?\npwd > "{self.folder}/.here"\nexit $code'],
            cwd=self.here,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=120,
            check=False,
        )
        return done.stdout.replace(str(self.folder.resolve()), "…")

    def _python(self, body: str) -> None:
        before, printed = Path.cwd(), io.StringIO()
        os.chdir(self.here)
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(body, "page", "exec"), self.namespace)
        finally:
            os.chdir(before)
        self.printed = printed.getvalue()


def run(page: Path) -> str:
    """Return a page with what its blocks print now; raises where a Python block fails."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        text = TABLE.sub(_table, page.read_text(encoding="utf-8"))
        text = LOSSES.sub(lambda found: f"{found[1]}{losses()}{found[2]}", text)
        return BLOCK.sub(Run(Path(folder), Path(home)).fresh, text)


def cut(shown: str, real: str) -> str:
    """Return what was printed without the lines that the page leaves out at each `[…]`.

    What stands before the first is the beginning, what stands after the last is the end, and each
    piece between begins with its first line; all that was printed where that one is not there.
    """
    first, *rest = [piece.splitlines(keepends=True) for piece in shown.split(CUT)]
    lines = real.splitlines(keepends=True)
    kept, at = lines[: len(first)], len(first)
    for number, piece in enumerate(rest, 1):
        last = number == len(rest)
        start = len(lines) - len(piece) if last else _place(piece[0], lines, at)
        if start <= at:
            return real
        kept += [CUT, *lines[start : start + len(piece)]]
        at = start + len(piece)
    return "".join(kept) if rest else real


def _place(line: str, lines: list[str], start: int) -> int:
    """Return where a line stands, -1 where it does not."""
    wanted = VARYING.sub("#", line)
    return next((n for n in range(start, len(lines)) if VARYING.sub("#", lines[n]) == wanted), -1)


def same(one: str, other: str) -> bool:
    """Tell whether two pages show the same, but for what differs from case to case."""
    return VARYING.sub("#", one) == VARYING.sub("#", other)


def kept(shown: str, real: str) -> str:
    """Return what a page shows now, with its own lines where these differ in what varies alone."""
    old, new = shown.splitlines(keepends=True), real.splitlines(keepends=True)
    one, other = ([VARYING.sub("#", line) for line in lines] for lines in (old, new))
    match = SequenceMatcher(None, one, other, autojunk=False)
    return "".join(
        line
        for how, start, end, first, last in match.get_opcodes()
        for line in (old[start:end] if how == "equal" else new[first:last])
    )


@cache
def told() -> dict[str, str]:
    """Return the first sentence of every command's help, by its name without `clew`."""
    from clew.cli.pages import commands

    return {
        c.command_path.partition(" ")[2]: c.command.get_short_help_str(1000) for c in commands()
    }


def _table(found: re.Match[str]) -> str:
    """Return a table of commands as their help tells them, each with a link to all its options."""
    start, names, end = found.groups()
    rows = [
        f"| [`clew {name}`](commands.md#clew-{name.replace(' ', '-')}) | {told()[name]} |\n"
        for name in names.split(", ")
    ]
    return f"{start}| command | does |\n|---|---|\n{''.join(rows)}{end}"


def losses() -> str:
    """Return what each format of annotations keeps, at a glance; then how, and what it loses."""
    import yaml

    found = yaml.safe_load((ROOT / "docs" / "annotation_losses.yaml").read_text(encoding="utf-8"))
    features, formats = list(found["features"]), found["formats"]
    glance = [["format", *features], ["---", *[":-:"] * len(features)]]
    glance += [
        [f"**{name}**", *("✓" if row[feature].startswith("kept") else "" for feature in features)]
        for name, row in formats.items()
    ]
    told = [["format", "keeps", "loses"], ["---"] * 3]
    told += [
        [f"**{name}**", _cells(row, "kept"), _cells(row, "lost")] for name, row in formats.items()
    ]
    return "\n".join("".join(f"| {' | '.join(row)} |\n" for row in rows) for rows in (glance, told))


def _cells(row: dict[str, str], word: str) -> str:
    """Return the features of which a row says this word, each with how."""
    said = [(feature, *cell.partition(": ")) for feature, cell in row.items()]
    told = [feature + f" ({how})" * bool(how) for feature, is_, _, how in said if is_ == word]
    return "; ".join(told)


def generated() -> dict[Path, Callable[[], str]]:
    """Return the pages that are made whole from the program, and what makes them."""
    from clew.cli.pages import page as commands
    from clew.graph.schema_text import page as vocabulary
    from clew.queries.question_page import page as questions

    made = {"commands.md": commands, "questions.md": questions, "vocabulary.md": vocabulary}
    return {ROOT / "docs" / name: make for name, make in made.items()}


def main() -> int:
    """Print what differs on the pages named (else README and docs); with `--write` mend it."""
    named = [Path(name).resolve() for name in sys.argv[1:] if name != "--write"]
    wrong = 0
    for page in named or [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        make = generated().get(page, lambda page=page: run(page))
        shown, real = page.read_text(encoding="utf-8"), make()
        if same(shown, real):
            continue
        wrong += 1
        now = kept(shown, real)
        sys.stdout.writelines(
            unified_diff(shown.splitlines(True), now.splitlines(True), page.name, "what is so", n=0)
        )
        if "--write" in sys.argv:
            page.write_text(now, encoding="utf-8")
    return 0 if "--write" in sys.argv else min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
