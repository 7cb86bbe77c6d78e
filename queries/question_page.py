"""docs/questions.md: the question library, and what answers each of the forty questions.

`python -m clew.queries.question_page > docs/questions.md` writes it anew; a test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from clew.queries.library import QUESTIONS
from clew.queries.question import Parameter, Question

INTRODUCTION = """\
# The questions

`clew ask` lists the library; `clew ask QUESTION --help` explains one. Every question takes the lens
options (`--as-of`, `--known-at`, `--status`, `--without-source`, `--annotator`, `--curated`,
`--disclose`) and `--format table|json|jsonl|csv|md`. Every answer holds its evidence, what is not
known, the lens and the graph's version. “No answer in this graph” is never the same as “no tie
exists”, and a path is no accusation. What the JSON holds stands in [shapes.md](shapes.md).
"""
FORTY = """\
## Forty questions, and what answers them

What journalists, analysts and lawyers ask, by number. Where the library answers a part, or nothing
yet, it says what is missing and which later part of Clew brings it.

| | asked | answered by |
|---|---|---|"""
#: The later parts that questions wait for.
LATER = {
    "exchange": "the part of exports and hand-ons",
    "library": "the second part of the library",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the forty questions: see forty.yaml."""

    n: int
    group: str
    asked: str
    ask: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    part: str = ""
    waits: str = ""


@cache
def forty() -> tuple[Asked, ...]:
    """Return the forty questions, in order."""
    import yaml

    text = files("clew.queries").joinpath("forty.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    for row in rows:
        row.update({name: tuple(row.get(name, ())) for name in ("ask", "also")})
    return tuple(Asked(**row) for row in rows)


def page() -> str:
    """Return docs/questions.md."""
    parts = [INTRODUCTION, "## The library\n"]
    parts += [_told(question) for question in QUESTIONS.values()]
    return "\n".join([*parts, FORTY, *map(_line, forty())]) + "\n"


def _told(question: Question) -> str:
    parameters = "\n".join(_parameters(question))
    example = f"```sh\n{question.example}\n```\n"
    return (
        f"### {question.name}\n\n{question.title}\n\n{question.help}\n\n{parameters}\n\n{example}"
    )


def _parameters(question: Question) -> Iterator[str]:
    for parameter in question.parameters:
        needed = "needed" if parameter.required else _default(parameter)
        yield f"- `{_called(parameter)}` {parameter.meaning}" + (f" ({needed})" if needed else "")


def _called(parameter: Parameter) -> str:
    name = parameter.name
    return name.upper() if parameter.positional else f"--{name.replace('_', '-')}"


def _default(parameter: Parameter) -> str:
    several = "repeatable" if parameter.several else ""
    return several if parameter.default is None else f"else {parameter.default}"


def _line(asked: Asked) -> str:
    told = [f"`ask {name}`" for name in asked.ask] + [f"`clew {name}`" for name in asked.also]
    words = [", ".join(told)] if told else []
    words += [asked.part] if asked.part else []
    if asked.waits:
        whole = "the rest comes" if told else "comes"
        words.append(f"{whole} with {LATER[asked.waits]}")
    return f"| Q{asked.n} | {asked.group}: {asked.asked} | {'; '.join(words)} |"


if __name__ == "__main__":
    print(page(), end="")
