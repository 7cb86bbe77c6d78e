"""The loader of FollowTheMoney: entities as JSON lines, statements as CSV, told by content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from clew.graph.errors import InputError
from clew.graph.exchange.ftm.model import OWN
from clew.graph.model import Rejected
from clew.loaders.annotations.json_rows import first_rows
from clew.loaders.base import Input, loader
from clew.loaders.ftm.claims import Claims
from clew.loaders.ftm.dates import day
from clew.loaders.ftm.entities import Entities
from clew.loaders.ftm.evidence import SUFFIX, Evidence
from clew.loaders.ftm.statements import Statements, looks_like
from clew.loaders.items import Counted, Edition, Item

SUFFIXES = (".json", ".jsonl", ".ijson", ".ndjson", ".csv")
#: What `clew export ftm-statements` calls its files.
MANIFEST, EXPORTED = "manifest.json", "statements"
_HEAD = 65_536
#: Names of files that say nothing of what is in them: their folder's does.
_PLAIN = re.compile(r"(?i)(entities|targets|statements|statement|ftm|export)\b")
_SEEN = (rb'"last_seen":\s*"(\d{4}-\d{2}-\d{2})', rb'"last_change":\s*"(\d{4}-\d{2}-\d{2})')
_DATASETS = re.compile(rb'"datasets":\s*\[\s*"([^"\]]*)"\s*(,?)')


def _detect(file: Input) -> bool:
    data = file.bytes()
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return any(map(_is_entity, first_rows(file)))
    return looks_like(data[:_HEAD].decode("utf-8-sig", "replace"))


def _is_entity(row: dict[str, object]) -> bool:
    entity = row.get("entity") if "op" in row else row
    if row.get("op") == "DEL" and isinstance(entity, dict) and "id" in entity:
        return True
    return (
        isinstance(entity, dict)
        and isinstance(entity.get("properties"), dict)
        and all(isinstance(entity.get(name), str) for name in ("id", "schema"))
    )


def _owner(path: Path) -> Path | None:
    """Return the table of statements that evidence, and an export's manifest, stand beside."""
    if path.name == MANIFEST:
        beside = path.with_name(f"{EXPORTED}.csv")
        return beside if beside.with_suffix(SUFFIX).is_file() and beside.is_file() else None
    if not path.name.endswith(SUFFIX):
        return None
    table = path.with_name(path.name.removesuffix(SUFFIX) + ".csv")
    return table if table.is_file() else None


@loader(
    "ftm",
    title="FollowTheMoney (entities as JSON lines, nested or not; statements as CSV)",
    suffixes=SUFFIXES,
    specification="https://followthemoney.tech/docs/",
    detect=_detect,
    owner=_owner,
)
def ftm(file: Input) -> Iterator[Item]:
    """Yield an edition for the entities of a file, or for each data set of its statements."""
    if file.bytes().lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        yield from _entities(file)
    else:
        yield from _statements(file)


def _entities(file: Input) -> Iterator[Item]:
    data = file.bytes()
    days = next(filter(None, (_days(each, data) for each in _SEEN)), set[str]())
    listed = {(one[1].decode("utf-8", "replace"), one[2]) for one in _DATASETS.finditer(data)}
    alone = [dataset for dataset, more in listed if not more]
    named = alone[0] if len(listed) == len(alone) == 1 else _named(file)
    yield _edition(file, named, max(days, default=""))
    entities, claims = Entities(file), Claims(file, named)
    for found in entities.records():
        if isinstance(found, Rejected):
            yield found
        else:
            yield from claims.items(found)
    yield from chain(claims.rest(), _counted(entities.left))


def _statements(file: Input) -> Iterator[Item]:
    statements = Statements(file)
    statements.read()
    if beside := file.beside(SUFFIX, "evidence"):
        yield from _with_evidence(file, statements, Evidence(beside))
        return
    if not statements.datasets:
        line = statements.rejected[0].line if statements.rejected else 0
        raise InputError("holds no statement that can be read", file.name, line)
    for number, dataset in enumerate(sorted(statements.datasets)):
        yield _edition(file, dataset, *statements.days(dataset))
        if not number:
            yield from statements.rejected
        yield from _of_dataset(file, statements, dataset)


def _of_dataset(file: Input, statements: Statements, dataset: str) -> Iterator[Item]:
    claims, left = Claims(file, dataset, statements.schemata), Counter[str]()
    yield Counted("statements", len(statements.datasets[dataset]))
    for record in statements.records(dataset, left):
        yield from claims.items(record)
    yield from claims.rest()
    yield from (Counted(name, count) for name, count in left.items())


def _with_evidence(file: Input, statements: Statements, evidence: Evidence) -> Iterator[Item]:
    """Yield an edition for each source of an export; of others, what their statements say."""
    evidence.read()
    known = {row.id for rows in statements.datasets.values() for row in rows}
    for number, dataset in enumerate(sorted({*evidence.sources, *evidence.claims})):
        yield evidence.edition(dataset)
        if not number:
            yield from statements.rejected
            yield from (evidence.file.rejected(line, reason) for line, reason in evidence.bad)
        yield Counted("statements", len(statements.datasets.pop(dataset, ())))
        yield from evidence.items(dataset, known)
    statements.datasets.pop(OWN, None)  # of things that stand by their ties alone: see `_stub`
    for dataset in sorted(statements.datasets):
        yield _edition(file, dataset, *statements.days(dataset))
        yield from _of_dataset(file, statements, dataset)


def _days(pattern: bytes, data: bytes) -> set[str]:
    """Return the days that data name so; what is none in the calendar tells nothing."""
    return {found for one in {*re.findall(pattern, data)} if (found := day(one.decode()))}


def _counted(left: Counter[str]) -> Iterator[Item]:
    yield from (Counted(name, n, left_out=True) for name, n in left.items() if n)


def _edition(file: Input, dataset: str, published: str, since: str = "") -> Edition:
    """Return the edition: of one data set, in files of one name."""
    return Edition(
        list=f"ftm {dataset}/{file.path.stem}",
        path=file.name,
        facts={"title": f"{dataset} (FollowTheMoney data)"},
        published=published,
        since=since,
    )


def _named(file: Input) -> str:
    """Return what data of several data sets, or of none that they name, are called."""
    stem = file.path.name.partition(".")[0] or file.path.stem
    return file.path.resolve().parent.name if _PLAIN.match(stem) else stem
