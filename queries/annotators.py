"""Annotators against each other: how far those who read the same texts agree, and where not.

Compared are the texts that both of a pair read, taken together; overall stands the mean of the
pairs. Coreference and values are not compared. What is measured, in the order of MEASURES:

    spans             what is marked, whatever it is called: equal spans (F1)
    overlapping spans the same, spans paired one to one by how much they overlap (F1)
    spans and kinds   equal spans of equal kinds (F1)
    characters        those of the texts, blanks aside, by the kinds that each gave them, or none:
                      F1 of the marked ones, kappa of all
    kinds             of the spans that both marked (kappa)
    ties              equal type, direction and ends (F1)
    types of ties     of the pairs of ends that both tied, with the direction (kappa)
    statuses of ties  of the ties that both made (kappa)

Where one thing has several codes, all of them together are its code. Of a kappa `first` and
`second` are the number of things that it is counted over, `both` of those coded alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from clew.graph.scene import Scene
from clew.queries.codings import Codings, Reader, codings
from clew.queries.comparing import MEASURES, Measure, Sums
from clew.queries.differing import NOTHING, Difference, differences
from clew.queries.kappa import mean
from clew.queries.telling import plural

#: The columns of a table of measures, and how many digits of F1 and kappa it shows.
COLUMNS = ("annotator", "other", "documents", "of", "first", "second", "both", "f1", "kappa")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who read the same texts: their names, how many texts, what each measure says."""

    first: str
    second: str
    documents: int
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every pair of annotators of a case, and the mean of all pairs (see this module)."""

    pairs: tuple[Pair, ...]
    overall: tuple[Measure, ...]
    documents: int
    _scene: Scene = field(repr=False)
    _codings: Codings = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each pair and measure, then for the mean, under COLUMNS."""
        told = [(pair.first, pair.second, pair.documents, pair.measures) for pair in self.pairs]
        if len(self.pairs) > 1:
            many = f"mean of {len(self.pairs)} pairs"
            told.append(("every annotator", many, self.documents, self.overall))
        return [
            {"annotator": first, "other": second, "documents": documents, **_row(measure)}
            for first, second, documents, measures in told
            for measure in measures
        ]

    def differences(self) -> Iterator[Difference]:
        """Yield where each pair differs, text by text; what is protected is never told."""
        for document, readers in self._codings.items():
            for one, other in combinations(readers, 2):
                names = (_name(self._scene, one), _name(self._scene, other))
                coded = (readers[one], readers[other])
                yield from differences(self._scene, document, names, coded)

    def __str__(self) -> str:
        """Return how many pairs and texts were compared."""
        if not self.pairs:
            return "No text was read by two annotators that this lens shows."
        pairs, texts = plural(len(self.pairs), "pair"), plural(self.documents, "text")
        return f"{pairs} of annotators; {texts} read by more than one."

    def _repr_html_(self) -> str:
        from clew.queries.glance import as_words

        return as_words("\n".join([str(self), *map(_line, self.rows())]))


def agreement(scene: Scene, documents: Collection[str] = ()) -> Agreement:
    """Compare all who read the same texts, or the same of these; see this module's words."""
    read = {i: who for i, who in codings(scene, documents).items() if len(who) > 1}
    sums: defaultdict[tuple[Reader, Reader], Sums] = defaultdict(Sums)
    for document, readers in read.items():
        for pair in combinations(readers, 2):
            sums[pair].add(scene.texts.get(document, ""), *(readers[who] for who in pair))
    pairs = tuple(
        Pair(_name(scene, one), _name(scene, other), sums[one, other].documents, measured)
        for one, other in sorted(sums)
        for measured in [tuple(sums[one, other].measures())]
    )
    overall = tuple(
        Measure(
            of,
            f1=mean(pair.measures[n].f1 for pair in pairs),
            kappa=mean(pair.measures[n].kappa for pair in pairs),
        )
        for n, of in enumerate(MEASURES)
    )
    return Agreement(pairs, overall, len(read), scene, read)


def _row(measure: Measure) -> dict[str, Any]:
    shown = asdict(measure)
    return {k: round(v, _DIGITS) if isinstance(v, float) else v for k, v in shown.items()}


def _line(row: Mapping[str, Any]) -> str:
    """Return a row in words: whose, what of, and the numbers that are defined."""
    told = [f"{name} {row[name]}" for name in ("f1", "kappa") if row[name] is not None]
    return f"{row['annotator']}, {row['other']}: {row['of']} {', '.join(told) or NOTHING}"


def _name(scene: Scene, reader: Reader) -> str:
    """Return how an answer names who read a text, protected words masked."""
    told = f"{reader.annotator} ({reader.tool})" if reader.annotator else reader.tool
    return scene.veil.text(told)
