"""The notes of a report: each says what a claim rests on; and the list of the sources cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clew.queries.answer import Json
from clew.queries.dossier_text import MISSING, SOURCE
from clew.queries.render import plain

#: A piece of text: its style ('', strong, quote; note: the number of one), and its words.
Run = tuple[str, str]


@dataclass(slots=True)
class Notes:
    """Numbers claims as they are cited; one that was cited before is told by that number.

    written   the notes in order; told: the number of each claim's own
    sources   the sources that are cited, by id: their number here and what is known of them
    """

    written: list[tuple[Run, ...]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    sources: dict[str, tuple[int, Json]] = field(default_factory=dict)

    def of(self, claim: Json) -> Run:
        """Return the run that leads to the note of a claim, which is written here."""
        number = len(self.written) + 1
        first = self.told.setdefault(claim["id"], number)
        note = tuple(self._note(claim)) if first == number else (("", f"As in note {first}."),)
        self.written.append(note)
        return ("note", str(number))

    def _note(self, claim: Json) -> Iterator[Run]:
        status = claim["status"].replace("_", " ")
        if claim.get("protected"):
            yield "", f"{status.capitalize()}; protected."
            return
        others = [one for one in claim.get("statuses", ()) if one != claim["status"]]
        also = f" (also read as {', '.join(others)}; the weaker governs)" if others else ""
        who = claim.get("attribution")
        said = f", attributed in the source to {plain(who)}" if who else ""
        yield "", f"{status.capitalize()}{also}{said}: "
        yield "quote", f"“{plain(claim['quote'])}”"
        yield "", f" ({self._place(claim)})."
        told = [f"Of the time {plain(claim['when'])}"] if claim.get("when") else []
        told.append(f"known from {plain(claim.get('known_from') or 'a day that is not stated')}")
        told += [f"read by {plain(', '.join(claim.get('annotators', ())))}", f"claim {claim['id']}"]
        words = "; ".join([*told, *map(plain, claim.get("remarks", ()))])
        yield "", f" {words[:1].upper()}{words[1:]}."

    def _place(self, claim: Json) -> str:
        """Say where a claim stands: its source by number and title, day, and place in it."""
        source = claim.get("source") or {}
        known = self._source(source)
        parts = [f"source {known}: {plain(source.get('title') or 'without a title')}"]
        parts.append(plain(source.get("publisher") or ""))
        parts.append(f"published {plain(source.get('published') or 'on a day that is not stated')}")
        address = source.get("url") or source.get("archive_url")
        parts.append(plain(address or "") if source.get("id") else "")
        parts.append(plain(claim.get("locator") or "no place in it is stated"))
        return "; ".join(filter(None, parts))

    def _source(self, source: Json) -> int:
        key = str(source.get("id") or source.get("title") or "")
        return self.sources.setdefault(key, (len(self.sources) + 1, source))[0]

    def list_of_sources(self) -> Iterator[str]:
        """Yield a line for each source that is cited, in the order of their numbers."""
        for number, source in self.sources.values():
            told = []
            for name, called in SOURCE.items():
                value = source.get(name) or (MISSING.get(name, "") if source.get("id") else "")
                if value:
                    told.append(plain(value) if name == "title" else f"{called}: {plain(value)}")
            yield f"Source {number}: {'; '.join(told) or 'not shown'}."
