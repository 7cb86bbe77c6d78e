"""Label Studio: the JSON and JSON-MIN exports of projects that annotate texts and HTML pages.

https://labelstud.io/guide/export. Told by its keys: tasks with `data` and `annotations`, or records
with `annotation_id`, `annotator` and `lead_time`. The text is found among a task's values by the
words that the regions cover; of a page it is the text of its nodes, in which `globalOffsets` count.
Offsets are UTF-16 units. What annotators cancelled, reviewers rejected and models predicted is
left out and counted. The ground truth is the curated reading of its text, and stands for whatever
else the same person marked there. Lines in messages are the numbers of tasks, since an export has
one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.annotations.json_rows import BadRow, Json, first_rows, rows
from clew.loaders.annotations.label_studio.apart import Apart
from clew.loaders.annotations.label_studio.results import Results
from clew.loaders.annotations.label_studio.tasks import Work, is_task, works
from clew.loaders.annotations.label_studio.text import Found, Stretch, Told, find
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Item, Text
from clew.loaders.texts.html import NAME as HTML


def _looks_like_label_studio(file: Input) -> bool:
    return any(is_task(row) for row in first_rows(file))


@dataclass(slots=True)
class _Document:
    """A text and one annotator's annotations of it: the results about it, with their numbers."""

    text: str
    path: str
    annotator: str
    by: str
    parts: list[tuple[Work, Found, list[Told]]] = field(default_factory=list)

    def settle(self) -> int:
        """Keep the ground truth alone, where there is one; returns how many others there were."""
        truth = [part for part in self.parts if part[0].curated]
        others = len(self.parts) - len(truth) if truth else 0
        self.parts = truth or self.parts
        return others

    @property
    def curated(self) -> bool:
        """Whether the ground truth is what this holds."""
        return any(work.curated for work, _, _ in self.parts)


@dataclass(slots=True)
class _Export:
    """A file's documents by text and annotator, and what belongs to none of them."""

    file: Input
    apart: Apart
    documents: dict[tuple[str, str], _Document] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)

    def read(self) -> None:
        """Read all tasks: annotations of one text by one person are one document."""
        for row in rows(self.file):
            try:
                for work in works(row.read(), row.number, self.left_out):
                    self._work(work)
            except BadRow as error:
                self.rejected.append(self.file.rejected(row.number, f"the task {error}"))
        others = sum(document.settle() for document in self.documents.values())
        self.left_out["annotations beside the same person's ground truth"] += others

    def _work(self, work: Work) -> None:
        self.left_out.update(work.left_out)
        for objects, results in _by_object(work, self._odd).items():
            stretches = [stretch for _, _, stretch in results if stretch]
            if not stretches and not _of_texts(results):
                self.left_out["results about pictures, sounds and the like"] += len(results)
                continue
            found = find(work.data, _names(objects, results), stretches, self.apart)
            if found is None:
                reason = "has no text among its values: give the text that it names with --text"
                where = f"task {work.task}, annotation {work.id}"
                self.rejected.append(self.file.rejected(work.number, f"{where} {reason}"))
                continue
            path = found.path or f"{self.file.name}#{work.task}"
            by = HTML if found.page else self.apart.by.get(path, "")
            document = _Document(found.text, path, work.annotator, by)
            document = self.documents.setdefault((found.text, work.annotator), document)
            document.parts.append((work, found, results))

    def _odd(self, work: Work, number: int) -> None:
        where = f"task {work.task}, annotation {work.id}, result {number}"
        self.rejected.append(self.file.rejected(work.number, f"{where}: is no JSON object"))


def _by_object(work: Work, odd: Callable[[Work, int], None]) -> dict[str, list[Told]]:
    """Return the results by the object of the labelling interface that they speak of."""
    objects: dict[str, list[Told]] = {}
    homes: dict[str, str] = {}
    relations: list[tuple[int, Json]] = []
    for number, result in enumerate(work.results, 1):
        if not isinstance(result, dict):
            odd(work, number)
        elif result.get("type") == "relation":
            relations.append((number, result))
        else:
            home = str(result.get("to_name") or "")
            homes.setdefault(str(result.get("id")), home)
            value = result.get("value")
            stretch = Stretch.of(value) if isinstance(value, dict) else None
            objects.setdefault(home, []).append((number, result, stretch))
    for number, result in relations:
        home = homes.get(str(result.get("from_id")), next(iter(objects), ""))
        objects.setdefault(home, []).append((number, result, None))
    return objects or {"": []}


#: Regions of pictures, sounds, films: their types begin with one of these.
_OTHER_MEDIA = (
    "rectangle polygon ellipse keypoint brush bitmask vector video timeseries audio cuboid"
).split()


def _of_texts(results: list[Told]) -> bool:
    """Say whether results without a stretch of text may be about one: all but regions elsewhere."""
    kinds = [str(result.get("type")) for _, result, _ in results]
    regions = [kind for kind in kinds if kind.startswith(tuple(_OTHER_MEDIA))]
    return not regions and not any(kind.endswith("labels") for kind in kinds)


def _names(home: str, results: list[Told]) -> list[str]:
    """Return under which names the text may stand: the object's source, or its own name."""
    sources = [str(result["source"]) for _, result, _ in results if result.get("source")]
    return [name.removeprefix("$") for name in dict.fromkeys([*sources, home]) if name]


@loader(
    "label-studio",
    title="Label Studio (JSON, JSON-MIN)",
    suffixes=(".json",),
    specification="https://labelstud.io/guide/export",
    detect=_looks_like_label_studio,
)
def label_studio(file: Input) -> Iterator[Item]:
    """Yield each text with what each annotator marked in it."""
    export = _Export(file, Apart(file))
    export.read()
    if not export.documents:
        raise InputError(_why_nothing(export), file.name)
    spare: list[Item] = [*export.rejected]
    spare += (Counted(why, count, True) for why, count in export.left_out.items() if count)
    for document in export.documents.values():
        yield Text(
            text=document.text,
            path=document.path,
            annotator=document.annotator,
            by=document.by,
            curated=document.curated,
        )
        yield from spare
        spare.clear()
        for at, (work, found, results) in enumerate(document.parts):
            prefix = f"{work.id}/" if at else ""
            yield from Results(file, work, found, prefix).items(results)


def _why_nothing(export: _Export) -> str:
    if export.rejected:
        first = export.rejected[0]
        return f"holds no annotation of a text that can be read: {first.reason}"
    if why := [name for name, count in export.left_out.items() if count]:
        return f"holds no annotation of a text, but {', '.join(why)}"
    return "holds no annotation: export a project that has some"
