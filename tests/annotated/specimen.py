"""One small document that has all that a format may lose. Its people and firms are invented."""

from __future__ import annotations

from clew.graph.model import Spans
from tests.annotated.note import Annotated, Bond, Happening, Mark

_TEXT = (
    "Zebulon Vos, 👩\u200d👧 Zoe\u0308 and Anneke  Vos own ភ្នំពេញខ្មែរ Xylo Group.\n\n"
    "On 2024-09-12 the bureau charged   Vos; 安妮集团 runs North and\tSouth Park.\n"
    "Nothing more is known."
)


def _at(words: str, nth: int = 1) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = _TEXT.index(words, start + 1)
    return start, start + len(words)


def _marks() -> list[tuple[str, Spans, dict[str, str], str]]:
    park = (_at("North"), _at("Park"))
    return [
        ("Person", (_at("Zebulon Vos"),), {"status": "reported", "wikidataId": "Q4115189"}, ""),
        ("Person", (_at("Anneke  Vos"),), {"protected": "true", "when": "2024-09"}, "seen twice"),
        (
            "Company",
            (_at("ភ្នំពេញខ្មែរ Xylo Group"),),
            {"country": "kh", "attribution": "a ministry"},
            "",
        ),
        ("Place", (_at("ភ្នំពេញ"),), {}, ""),
        ("Compound", (_at("South Park"),), {"generic": "true"}, ""),
        ("RealEstate", (_at("South Park"),), {"status": "alleged"}, ""),
        ("Compound", park, {}, ""),
        ("Company", (_at("安妮集团"),), {"negated": "true"}, ""),
        ("Person", (_at("Vos", 3),), {}, ""),
        ("Charge", (_at("charged"),), {"status": "official"}, ""),
        ("Company", (_at("bureau"),), {}, ""),
        ("Person", (_at("Zoe\u0308"),), {}, ""),
    ]


def specimen(*, crlf: bool = False) -> Annotated:
    """Return the document."""
    return Annotated(
        _TEXT,
        tuple(Mark(kind, spans, said, note) for kind, spans, said, note in _marks()),
        (
            Bond("OWNS", 1, 2, {"status": "alleged", "when": "2023"}, "by hearsay"),
            Bond("OWNS", 11, 2),
            Bond("OPERATES", 7, 6),
            Bond("FAMILY_OF", 1, 0, {"key": "register 4"}),
        ),
        (Happening(9, (("Defendant", 8), ("Authority", 10))),),
        ((0, 8),),
        "anna",
        crlf,
    )
