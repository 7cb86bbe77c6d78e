"""The sample's notes and annotations, read here by a parser of their own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clew import sample
from clew.graph.model import STATUSES, Batch
from clew.graph.schema import schema
from clew.graph.when import bounds
from clew.loaders.annotations.profile import load
from clew.loaders.batches import batches

FOLDER = Path(sample.__file__).parent
NOTES = ("arrest-1", "arrest-2", "designation", "measures")
OPENING = "This is a summary of public reporting, written for Clew: it summarises "
LINE = re.compile(r"(?P<id>[TREA#]\d+|\*)\t(?P<head>[^\t]+)(?:\t(?P<tail>[^\t]+))?")
PAIR = re.compile(r'(\w+)=("[^"]*"|[^;"]*)(?:; |$)')


@dataclass
class Note:
    """One annotated note: its text, its lines by id, and what notes and attributes say of each."""

    text: str
    mentions: dict[str, tuple[str, int, int, str]] = field(default_factory=dict)
    ties: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    same: list[list[str]] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)

    def of(self, target: str, name: str) -> list[str]:
        """What is said under this name of this annotation."""
        return [value for at, what, value in self.said if (at, what) == (target, name)]

    def words(self, identifier: str) -> str:
        return self.mentions[identifier][3]

    def sentence(self, identifier: str) -> str:
        """The line of the text on which a mention stands: each holds one sentence."""
        _, start, end, _ = self.mentions[identifier]
        last = self.text.find("\n", end)
        return self.text[self.text.rfind("\n", 0, start) + 1 : last]


def read(name: str) -> Note:
    note = Note((FOLDER / "notes" / f"{name}.txt").read_bytes().decode("utf-8"))
    seen = set[str]()
    for line in (FOLDER / "notes" / f"{name}.ann").read_bytes().decode("utf-8").splitlines():
        found = LINE.fullmatch(line)
        assert found, line
        identifier, words, tail = found["id"], found["head"].split(" "), found["tail"] or ""
        assert identifier == "*" or identifier not in seen
        seen.add(identifier)
        _take(note, identifier, words, tail)
    return note


def _take(note: Note, identifier: str, words: list[str], tail: str) -> None:
    match identifier[0]:
        case "T":
            note.mentions[identifier] = (words[0], int(words[1]), int(words[2]), tail)
        case "R":
            label, first, second = words
            ends = (first.removeprefix("Arg1:"), second.removeprefix("Arg2:"))
            note.ties[identifier] = (label, *ends)
        case "E":
            (label, trigger), *roles = [_split(word) for word in words]
            note.events[identifier] = (label, trigger, roles)
        case "A":
            note.said.append((words[1], words[0], words[2] if len(words) > 2 else "true"))
        case "#":
            assert words[0] == "AnnotatorNotes"
            pairs = list(PAIR.finditer(tail))
            assert "".join(pair[0] for pair in pairs) == tail
            note.said += [(words[1], pair[1], pair[2].strip('"')) for pair in pairs]
        case _:
            note.same.append(words[1:])


def _split(word: str) -> tuple[str, str]:
    role, target = word.split(":")
    return role, target


@pytest.fixture(params=NOTES)
def note(request: pytest.FixtureRequest) -> Note:
    return read(request.param)


def _ends(note: Note) -> Iterator[tuple[str, str, str]]:
    """Yield (tie, kind of its start, kind of its end) of every relation and event's role."""
    for label, start, end in note.ties.values():
        yield label, note.mentions[start][0], note.mentions[end][0]
    for label, _, roles in note.events.values():
        for role, target in roles:
            if note.mentions[target][0] != "Date":
                yield role.rstrip("0123456789"), label, note.mentions[target][0]


def test_every_note_has_its_annotations_and_no_others() -> None:
    expected = {f"{name}{suffix}" for name in NOTES for suffix in (".txt", ".ann")}
    assert {path.name for path in (FOLDER / "notes").iterdir()} == expected | {"annotation.conf"}


def test_every_note_opens_by_saying_what_it_is_and_what_it_summarises(note: Note) -> None:
    first = note.text.split("\n")[0]
    assert first.startswith(OPENING)
    assert re.search(r" of \d{1,2} (September|October) 2024\b", first)


def test_every_span_covers_the_words_that_its_line_gives(note: Note) -> None:
    assert note.mentions
    for _, start, end, words in note.mentions.values():
        assert note.text[start:end] == words
        assert words == words.strip()
        assert start > len(note.text.split("\n")[0])


def test_every_line_of_a_note_is_one_sentence(note: Note) -> None:
    for line in filter(None, note.text.split("\n")):
        assert re.fullmatch(r"[A-Z].*[^.]\.", line)
        assert len(re.findall(r"[a-z0-9]\. ", line)) == 0


def test_whatever_is_referred_to_is_there(note: Note) -> None:
    ends = [end for _, *pair in note.ties.values() for end in pair]
    ends += [target for _, _, roles in note.events.values() for _, target in roles]
    ends += [member for group in note.same for member in group]
    assert set(ends) <= note.mentions.keys()
    assert {at for at, _, _ in note.said} <= {*note.mentions, *note.ties, *note.events}
    for label, trigger, _ in note.events.values():
        assert note.mentions[trigger][0] == label
    for group in note.same:
        assert len({note.mentions[member][0] for member in group}) == 1


def test_every_label_is_a_word_of_the_vocabulary_and_fits_its_ends(note: Note) -> None:
    words = schema()
    assert {kind for kind, *_ in note.mentions.values()} <= words.kinds.keys()
    for name, start, end in _ends(note):
        if end == "Date":
            assert words.values[name].type in ("date", "text")
            continue
        tie = words.ties[name]
        assert any(words.is_a(start, kind) for kind in tie.start) or "Entity" in tie.start, name
        assert any(words.is_a(end, kind) for kind in tie.end) or "Entity" in tie.end, name


def test_every_label_is_declared_for_brat(note: Note) -> None:
    conf = (FOLDER / "notes" / "annotation.conf").read_text("utf-8")
    declared = set(re.findall(r"^\s*([A-Za-z_]+)", conf, re.MULTILINE))
    assert {kind for kind, *_ in note.mentions.values()} <= declared
    assert {label for label, *_ in note.ties.values()} <= declared


def test_every_word_of_a_note_is_one_that_the_default_profile_reads(note: Note) -> None:
    profile = load()
    names = {name for _, name, _ in note.said}
    assert all(profile.said(name) for name in names)
    assert names & {"Status", "status"}


def test_every_tie_and_event_says_its_status_and_who_alleges(note: Note) -> None:
    for target in (*note.ties, *note.events):
        (status,) = note.of(target, "status") + note.of(target, "Status")
        assert status in STATUSES
        if status in ("alleged", "opinion"):
            assert note.of(target, "attribution")
    for target in note.mentions:
        given = note.of(target, "Status")
        assert set(given) <= set(STATUSES)
        assert "alleged" not in given or note.of(target, "attribution")


def test_every_date_is_one_that_edtf_can_say(note: Note) -> None:
    dates = [value for _, name, value in note.said if name in ("when", "value")]
    assert dates
    assert all(bounds(date)[0] for date in dates)
    marked = {one for one, (kind, *_) in note.mentions.items() if kind == "Date"}
    assert marked == {at for at, name, _ in note.said if name == "value"}
    used = {end for _, *ends in note.ties.values() for end in ends}
    used |= {target for _, _, roles in note.events.values() for _, target in roles}
    assert marked <= used


def test_the_relative_has_no_name_and_all_that_is_said_of_him_is_protected() -> None:
    note = read("arrest-1")
    (relative,) = [at for at, name, _ in note.said if name == "Protected"]
    assert note.sentence(relative) == f"{note.words(relative)} spoke to the BBC."
    assert note.words(relative).startswith("A relative who ")
    _, first, last, words = note.mentions[relative]
    for identifier, (_, start, end, _) in note.mentions.items():
        assert identifier == relative or end <= first or start >= last
    for name in NOTES:
        assert read(name).text.count("relative") == (name == "arrest-1")
    said = [label for label, *ends in note.ties.values() if relative in ends]
    assert said == ["SPOKE_TO", "FAMILY_OF"]


def test_the_headline_is_in_the_annotations() -> None:
    note = read("designation")
    said = {
        (label, note.words(start), note.words(end)): (
            note.mentions[end][0],
            *note.of(identifier, "status"),
            *note.of(identifier, "attribution"),
        )
        for identifier, (label, start, end) in note.ties.items()
    }
    group, resort, person = "L.Y.P. Group", "O-Smach Resort", "Ly Yong Phat"
    assert said["CONTROLS", person, group] == ("Company", "alleged", "OFAC")
    assert said["OWNS", group, resort] == ("Company", "alleged", "OFAC")
    assert said["SAME_PREMISES", resort, resort] == ("Compound", "official", "OFAC")
    assert said["LOCATED_IN", resort, "O'Smach"] == ("City", "official")
    for hotel in ("Garden City Hotel", "Koh Kong Resort", "Phnom Penh Hotel"):
        assert said["CONTROLS", person, hotel] == ("Company", "alleged", "OFAC")
    targets = [start for label, start, _ in note.ties.values() if label == "SANCTIONED_BY"]
    assert len({note.words(target) for target in targets}) == 6


def test_the_class_of_compounds_is_generic_alleged_and_of_one_outlet() -> None:
    note = read("arrest-1")
    (link,) = [at for at, (label, *_) in note.ties.items() if label == "LINKED_TO"]
    _, start, end = note.ties[link]
    assert note.words(start) == "Ly Yong Phat"
    assert (note.mentions[end][0], note.of(end, "Generic")) == ("Compound", ["true"])
    assert note.of(link, "status") == ["alleged"]
    assert note.of(link, "attribution") == ["Voice of Democracy"]
    closed = [ends for label, *ends in note.ties.values() if label == "CLOSED_AFTER_PRESSURE_FROM"]
    assert [note.words(start) for start, _ in closed] == ["Voice of Democracy"]


def test_the_senator_of_the_second_report_stays_unnamed() -> None:
    note = read("arrest-2")
    (target,) = [start for label, start, _ in note.ties.values() if label == "SANCTIONED_BY"]
    assert note.words(target) == "an influential Cambodian senator of the governing party"
    assert "Ly Yong Phat" not in note.text
    assert "inferred: September 2024" in note.sentence(target)


def test_what_is_known_of_the_sources_is_said_for_every_note() -> None:
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = "path title publisher author language published captured url archive_url licence"
    assert " ".join(rows[0]) == f"{columns} outlet_closed reprint_of"
    assert rows.pop()["path"] == "ofac/sdn.csv"
    assert {row["path"] for row in rows} == {f"notes/{name}.txt" for name in NOTES}
    for row in rows:
        assert row["title"].endswith("(summary written for Clew)")
        assert row["published"] == bounds(row["published"])[0]
    published = ["2024-09-12", "2024-10-01", "2024-10-01", "2024-09-30"]
    assert [row["published"] for row in rows] == published


def test_clew_reads_every_line_and_leaves_nothing_out() -> None:
    read_in = list(batches([FOLDER / "notes"]))
    assert len(read_in) == len(NOTES)
    for batch in read_in:
        assert isinstance(batch, Batch)
        name = Path(batch.document.path).stem
        assert batch.counts["spans"] == len(read(name).mentions)
        assert batch.counts["relations"] == len(read(name).ties)
        assert not batch.counts.get("undeclared")
        assert not (batch.left_out or batch.unmapped or batch.rejected)


def test_the_quotes_of_the_headline_are_one_sentence_each() -> None:
    quotes = dict[str, set[str]]()
    for batch in batches([FOLDER / "notes"]):
        assert isinstance(batch, Batch)
        for claim in {one.claim for one in batch.annotations if one.claim.shape == "tie"}:
            quotes.setdefault(claim.relation, set()).add(batch.document.text[slice(*claim.quote)])
    assert "OFAC calls L.Y.P. Group the conglomerate of Ly Yong Phat." in quotes["CONTROLS"]
    assert quotes["OWNS"] == {"OFAC says that L.Y.P. Group owns the company O-Smach Resort."}
    (link,) = quotes["LINKED_TO"]
    assert link.startswith("The reporting of Mech Dara") and link.endswith("none of them named.")
    assert all(
        "\n" not in quote for name in ("CONTROLS", "SANCTIONED_BY") for quote in quotes[name]
    )
