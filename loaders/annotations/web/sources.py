"""The annotations of a file by what they are, and the text of which each speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from clew.graph.errors import InputError
from clew.loaders.annotations.web.marks import Held, Marked, sorted_tags
from clew.loaders.annotations.web.selectors import Selection
from clew.loaders.annotations.web.texts import Finder, SourceText
from clew.loaders.base import Input

WITHOUT_TEXT = "annotations without their text"


@dataclass(slots=True)
class Group:
    """What one annotator says of one text."""

    source: SourceText
    who: str
    marks: list[Marked] = field(default_factory=list)
    ties: list[Marked] = field(default_factory=list)


class Sources:
    """The annotations of a file by what they are, and the text of each.

    `troubles` says of an address why the file that should hold its text is none.
    """

    def __init__(self, file: Input, held: Held) -> None:
        self.file, self.held = file, held
        self.by_id: dict[str, Marked] = {}
        self.troubles: dict[str, InputError] = {}
        self.replies: defaultdict[str, list[Marked]] = defaultdict(list)
        marked = [one for one in held.marked if self._is_new(one)]
        for one in marked:
            self._know(one)
        self.texts = self._texts([one for one in marked if not one.answers])
        self.marked = self._with_metas(marked)

    def _is_new(self, one: Marked) -> bool:
        first = self.by_id.setdefault(one.id, one)
        if first is one:
            return True
        if replace(one, number=first.number) == first:
            self.held.left_out["annotations that stand there twice"] += 1
        else:
            reason = f"{one.called} has the id of annotation {first.number}: give it one of its own"
            self.held.rejected.append(self.file.rejected(one.number, reason))
        return False

    def _know(self, one: Marked) -> None:
        """Find out which targets and bodies are annotations of this file."""
        one.targets = tuple(
            replace(target, to=self.known(target.to), source=target.source)
            for target in one.targets
        )
        outside = [to for _, to in one.links if not self.known(to)]
        self.held.left_out["links out of the file"] += len(outside)
        one.links = [(label, self.known(to)) for label, to in one.links if self.known(to)]
        among = [target.to for target in one.targets if target.to]
        if len(among) == len(one.targets) == 2:
            one.linking = True
        elif len(one.targets) == 1 and not one.links:
            one.linking = False
        for address in [address for address in one.identities if self.known(address)]:
            one.identities.remove(address)
            one.links.append(("same_as", self.known(address)))
        for tag in list(one.tags):
            key, _, value = tag.partition(":")
            if value and (to := self.known(value.strip())):
                one.tags.remove(tag)
                one.links.append((key.strip(), to))

    def known(self, address: str) -> str:
        """Return the id of the annotation that an address means, '' where it means none."""
        bare = address.removeprefix("#")
        return next((one for one in (address, bare, f"#{bare}") if one in self.by_id), "")

    def _texts(self, marked: Sequence[Marked]) -> dict[str, SourceText]:
        selections: dict[str, list[Selection]] = {}
        for target in (target for one in marked for target in one.targets if not target.to):
            selections.setdefault(target.source, []).append(target.selection)
        finder = Finder(self.file, len(selections) == 1)
        found: dict[str, SourceText] = {}
        same: dict[str, SourceText] = {}
        for hint, chosen in selections.items():
            chosen = [one for one in chosen if one]
            try:
                if text := finder.find(hint, chosen):
                    found[hint] = same.setdefault(text.id, text)
            except InputError as error:
                self.troubles[hint] = error
        if self.troubles and not found:
            raise next(iter(self.troubles.values()))
        for text in same.values():
            hints = [hint for hint in selections if found.get(hint) is text]
            text.anchors.learn(one for hint in hints for one in selections[hint])
        return found

    def _with_metas(self, marked: Sequence[Marked]) -> list[Marked]:
        """Return the annotations without those that speak of another one, which take its place.

        What the same annotator says of his own annotation is added to it.
        """
        kept: list[Marked] = []
        for one in marked:
            about = (
                self.by_id[one.targets[0].to]
                if len(one.targets) == 1 and one.targets[0].to
                else None
            )
            if one.answers:
                self._reply(one)
            elif about is None or one.linking or one.links:
                kept.append(one)
            elif about is one or about.answers:
                self.held.left_out["annotations of replies or of themselves"] += 1
            elif one.who in ("", about.who):
                for mine, others in ((about.tags, one.tags), (about.comments, one.comments)):
                    mine.extend(word for word in others if word not in mine)
                about.identities.extend(one.identities)
                self.held.left_out["annotations that are part of others"] += 1
            else:
                label, first = (
                    sorted_tags(tags, self.file.profile, of_tie=about.linking).label
                    for tags in (one.tags, about.tags)
                )
                one.tags += [f"kind:{first}"] if first and not label else []
                one.targets, one.linking = about.targets, about.linking
                one.links = list(about.links) if about.linking else []
                kept.append(one)
        return kept

    def _reply(self, one: Marked) -> None:
        found = [self.known(answer) for answer in one.answers if self.known(answer)]
        roots = [root for root in found if not self.by_id[root].answers]
        if not roots:
            self.held.left_out["replies to what is not in the file"] += 1
            return
        self.replies[roots[0]].append(one)
        if one.tags:
            self.held.left_out["tags of replies"] += len(one.tags)

    def source(self, one: Marked, depth: int = 0) -> SourceText | None:
        """Return the text of which an annotation speaks."""
        for target in one.targets:
            if not target.to:
                return self.texts.get(target.source)
            if depth < 2:
                return self.source(self.by_id[target.to], depth + 1)
        return None

    def groups(self) -> Iterator[Group]:
        """Yield the annotations by text and annotator; what has no text is rejected or counted."""
        groups: dict[tuple[str, str], Group] = {}
        missing: dict[str, list[Marked]] = {}
        for one in self.marked:
            if not one.targets:
                reason = f"{one.called} has no target"
                self.held.rejected.append(self.file.rejected(one.number, reason))
            elif source := self.source(one):
                group = groups.setdefault((source.id, one.who), Group(source, one.who))
                (group.ties if one.linking else group.marks).append(one)
            else:
                missing.setdefault(one.targets[0].source, []).append(one)
        for hint, without in missing.items():
            self.held.left_out[WITHOUT_TEXT] += len(without)
            reason = f"{without[0].called} has no text: {self._why(hint)}"
            more = f" ({len(without)} annotations of this source)" if len(without) > 1 else ""
            self.held.rejected.append(self.file.rejected(without[0].number, reason + more))
        yield from groups.values()

    def _why(self, hint: str) -> str:
        if error := self.troubles.get(hint):
            return f"{PurePath(error.file).name} {error.reason}"
        return "give it with --text"
