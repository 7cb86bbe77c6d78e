"""Random annotated documents: nested, stacked, in pieces, in scripts with and without blanks."""

from __future__ import annotations

from hypothesis import strategies as st

from clew.graph.model import Spans
from tests.annotated.note import Annotated, Bond, Happening, Mark

_WORDS = [
    "Anneke",
    "Vos",
    "the",
    "Zoe\u0308",
    "isle\u0301",
    "Co.,",
    "🏝",
    "👩\u200d👧",
    "2024-09-12",
] + [
    "ភ្នំពេញ",
    "សុខាខ្មែរ",
    "ရန်ကုန်မြို့",
    "安妮集团",
    "園區。",
    "أمل",
    "\\n",
    "[4]",
    "<b>&amp;",
    "|;_*->1-1",
]
_GAPS = [" ", " ", " ", "\n", "\n\n", "  ", "\t", ""]
_KINDS = ["Person", "Person", "Company", "Compound", "Place", "Gadget"]
_TIES = ["OWNS", "OPERATES", "FAMILY_OF", "LINKED_TO", "wobbles_with"]
_EVENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "Charge": {"Defendant": ("Person", "Company")},
    "Sanction": {"Target": ("Person", "Company"), "Authority": ("Company",)},
    "Raid": {"LOCATED_IN": ("Place", "Compound")},
}
_STATUS = {"status": st.sampled_from(["reported", "alleged", "official", "denied", "planned"])}
_SAID = _STATUS | {
    "when": st.sampled_from(["2024", "2024-09", "2024-09-12/..", "19XX"]),
    "protected": st.just("true"),
    "generic": st.just("true"),
    "attribution": st.sampled_from(["a ministry", "ក្រសួង"]),
    "negated": st.just("true"),
}
_OF_MARKS = {"country": st.sampled_from(["kh", "mm"]), "wikidataId": st.just("Q4115189")}
_OF_BONDS = {"key": st.just("batch 7")}
_NOTES = st.sampled_from(["", "", "seen twice", "see ឃ្លាំង and 🏝 there"])


def _said(more: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=_SAID | more)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Draw a text, and where its words stand."""
    text, places = "", list[tuple[int, int]]()
    for word in draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=14)):
        places.append((len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(_GAPS))
    return f"{text} — end", places


@st.composite
def _spans(draw: st.DrawFn, text: str, places: list[tuple[int, int]]) -> Spans:
    """Draw where a mark stands: some words, a part of one, or two pieces."""
    first = draw(st.integers(0, len(places) - 1))
    last = draw(st.integers(first, min(first + 3, len(places) - 1)))
    start, end = places[first][0], places[last][1]
    if draw(st.integers(0, 5)) == 0:  # a part of words, as in scripts without blanks
        end = draw(st.integers(start + 1, end))
        end = start + len(text[start:end].rstrip())
    elif draw(st.integers(0, 4)) == 0 and last + 2 < len(places):
        return (start, end), places[last + 2]
    return ((start, end),)


def _fit(marks: list[Mark], role: str, kinds: tuple[str, ...]) -> list[int]:
    """Return who may have a role; an authority's words become a value, which protects nobody."""
    fit = [at for at, one in enumerate(marks) if one.kind in kinds]
    if role == "Authority":
        fit = [at for at in fit if "protected" not in marks[at].said]
    return fit


@st.composite
def documents(draw: st.DrawFn) -> Annotated:
    """Draw a document."""
    text, places = draw(_texts())
    marks = list[Mark]()
    for _ in range(draw(st.integers(1, 6))):
        stacked = bool(marks) and draw(st.integers(0, 3)) == 0
        spans = draw(st.sampled_from(marks)).spans if stacked else draw(_spans(text, places))
        kind = draw(st.sampled_from(_KINDS))
        if (kind, spans) not in [(one.kind, one.spans) for one in marks]:
            marks.append(Mark(kind, spans, draw(_said(_OF_MARKS)), draw(_NOTES)))
    things = len(marks)
    happenings = list[Happening]()
    for kind in draw(st.lists(st.sampled_from([*_EVENTS]), max_size=2, unique=True)):
        spans = draw(_spans(text, places))
        roles = [
            (role, draw(st.sampled_from(fit)))
            for role, kinds in _EVENTS[kind].items()
            if (fit := _fit(marks[:things], role, kinds))
        ]
        if roles:
            happenings.append(Happening(len(marks), tuple(roles)))
            marks.append(Mark(kind, spans, draw(_said({})), draw(_NOTES)))
    bonds, chains = draw(_ties(marks, things))
    return Annotated(
        text,
        tuple(marks),
        bonds,
        tuple(happenings),
        chains,
        "anna",
        draw(st.booleans()),
    )


@st.composite
def _ties(
    draw: st.DrawFn, marks: list[Mark], things: int
) -> tuple[tuple[Bond, ...], tuple[tuple[int, ...], ...]]:
    """Draw relations between things on words of their own, and one set of what is the same."""
    bonds = dict[object, Bond]()
    numbers = st.integers(0, things - 1)
    for type_ in draw(st.lists(st.sampled_from(_TIES), max_size=4)):
        start, end = draw(numbers), draw(numbers)
        if marks[start].spans != marks[end].spans:
            one = Bond(type_, start, end, draw(_said(_OF_BONDS)), draw(_NOTES))
            bonds.setdefault((type_, frozenset((marks[start].spans, marks[end].spans))), one)
    known = [number for number in range(things) if marks[number].kind != "Gadget"]
    members = st.sampled_from(known or [0])
    chain = draw(st.lists(members, max_size=3, unique_by=lambda one: marks[one].spans))
    return tuple(bonds.values()), ((tuple(chain),) if len(chain) > 1 else ())
