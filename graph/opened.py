"""One projection, opened for reading: its nodes, edges and claims, and Cypher over them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clew.graph.agreement import DISAGREE, Agreement
from clew.graph.directory import CaseDirectory, write_private
from clew.graph.errors import AmbiguousName, LedgerError, UnknownId, UsageError
from clew.graph.generations import Reader
from clew.graph.handing import BEGUN, Handing, handing
from clew.graph.identity.compare import Feature
from clew.graph.identity.find import find
from clew.graph.identity.names import orders
from clew.graph.item_table import ItemTable
from clew.graph.ledger.families import Families
from clew.graph.ledger.ids import ids_of
from clew.graph.ledger.standing import standing
from clew.graph.lens import Lens
from clew.graph.model import WEAKNESS, Edge, Evidence, Item, Node
from clew.graph.stores.base import Rows, Store
from clew.graph.successors import Successors

Json = dict[str, Any]
#: The file beside a projection that says what was done in the case.
RECORD = "record.json"
#: In a case of so many entities the proposals are worked out in a moment.
FEW = 3000
UNKNOWN = "nothing in this case has that id or name: `clew find NAME` searches"


@dataclass(slots=True)
class Opened:
    """What one lens sees of the case; the ledger is asked only whether claims still stand.

    `before` is the same with the sources that the lens leaves out, where a question needs it;
    `folder` is where the projection lies, and `opener` opens other lenses beside it; `veiled`:
    the case has words that this lens masks.
    """

    reader: Reader
    db: sqlite3.Connection
    lens: Lens
    version: str
    ledger: Agreement
    left: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    before: Opened | None = None
    folder: Path = Path()
    directory: CaseDirectory | None = None
    veiled: bool = True
    opener: Callable[[Lens], Opened] | None = None
    _record: Json | None = None
    _handing: Handing | None = None

    def through(self, lens: Lens) -> Opened:
        """Return the case through another lens, open as long as this one is."""
        if self.opener is None:
            raise LedgerError("this graph was opened alone: open the other lens beside it")
        return self.opener(lens)

    @property
    def record(self) -> Json:
        """What was done in the case, and what stands no more (see `record.record_of`)."""
        if self._record is None:
            kept = _kept(self.folder / RECORD, self.version)
            self._record = kept or {"acts": [], "gone": []}
        return self._record

    @property
    def items(self) -> ItemTable:
        """The items of this projection."""
        return self.reader.items

    @property
    def store(self) -> Store:
        """The graph engine that holds this projection."""
        return self.reader.store

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Answer a fixed text of ours."""
        return self.store.read(cypher, parameters)

    def dated(self, since: str, until: str) -> list[tuple[str, str]]:
        """Return the claims whose `when` may reach into these days, each with it, by id."""
        return self.items.dated(since, until)

    def known(self, since: str, until: str, most: int) -> tuple[list[str], Mapping[str, int]]:
        """Return the first claims that became known on these days, and how many of each sort."""
        return self.items.known(since, until, most), self.items.known_counts(since, until)

    def proposals(self) -> list[dict[str, str]] | None:
        """Return the pairs of entities that may be one, best grounded first, with the grounds.

        They are worked out once for each state of the case; None where it is too large for that.
        """
        from clew.graph.proposals import proposals

        place = self.folder / "proposals.json"
        kept = _kept(place, self.version)
        if not kept and self.items.count_entities() <= FEW:
            pairs = [
                {"left": p.left, "right": p.right, "grounds": "; ".join(map(_ground, p.features))}
                for p in proposals(self.db, self.lens)
            ]
            kept = {"state": self.version, "pairs": pairs}
            if self.ledger.made_of:
                write_private(place, json.dumps(kept).encode())
        return kept.get("pairs")

    def source(self, words: str) -> str:
        """Return the id of a source that this lens shows, by id, title or path; UnknownId."""
        words = self.own_id(words)
        rows = self.db.execute(
            "SELECT d.id FROM document d LEFT JOIN batch b ON b.document = d.n"
            " LEFT JOIN batch_file f ON f.batch = b.n AND f.role <> 'configuration'"
            " WHERE ?1 IN (d.id, d.path, f.path)",
            (words,),
        )
        titled = self.read("MATCH (s:Source {title: $title}) RETURN s.id", {"title": words}).rows
        ids: set[str] = {*(i for (i,) in rows), *(i for (i,) in titled)}
        shown = {i for i in ids if isinstance(self.items.get(i), Node)}
        if len(shown) > 1:
            raise UsageError("several sources have that title or path: use an id of `clew sources`")
        if not shown:
            raise UnknownId("no source of this case has that id, title or path: see `clew sources`")
        return shown.pop()

    def nodes(self) -> Iterator[Node]:
        """Yield every node, sources too."""
        return self.items.nodes()

    def edges(self) -> Iterator[Edge]:
        """Yield every edge."""
        return self.items.edges()

    def node(self, identity: str) -> Node:
        """Return an entity by its id, or by one that was its id once; raises UnknownId."""
        own = self.own_id(identity)
        item = self.items.get(own) or self._formerly(own)
        if isinstance(item, Node) and "Entity" in item.labels:
            return item
        raise UnknownId(UNKNOWN)

    @property
    def handing(self) -> Handing:
        """How what this lens shows is handed on."""
        if self._handing is None:
            if self.directory is None:
                raise LedgerError("this graph was opened alone: nothing of it can be handed on")
            self._handing = handing(self.directory, self.db, self.lens)
        return self._handing

    def own_id(self, words: str) -> str:
        """Return the id that a handed-on id, or the first signs of one, stand for; else the words.

        Answers and pictures show ids by their first nine signs; those of several mean none.
        """
        if not BEGUN.fullmatch(words) or self.items.get(words):
            return words
        found = self.items.ids(words)
        if not found and self.directory and self.directory.salt.exists():  # else none left the case
            found = self.handing.meant(words, self.items.ids(words[0]))
            found = found or self.handing.meant(words, ids_of(self.db, words[0]))
        return found[0] if len(found) == 1 else Families(self.db).now(words, self.items.get)

    def _formerly(self, identity: str) -> Item | None:
        """Return the entity that a reference is part of: the one that its mention is claimed of."""
        if not identity.startswith("m"):
            return None
        now = Successors(self.db, standing(self.db)).of(identity)
        rows = self.db.execute(
            "SELECT c.id FROM annotation a JOIN claim c ON c.n = a.claim"
            " WHERE a.subject = ? AND c.shape = 'mention'",
            (now,),
        )
        for (claim,) in rows.fetchall():
            evidence = self.items.get(claim)
            if isinstance(evidence, Evidence):
                return self.items.get(evidence.about[0])
        return None

    def entity(self, words: str) -> Node:
        """Return an entity by id or name; raises UnknownId, or AmbiguousName with the choices."""
        if words[:1] == "m":
            with suppress(UnknownId):
                return self.node(words)
        chosen = self._named(words)
        if not chosen:
            raise UnknownId(UNKNOWN)
        if len(chosen) > 1:
            choices = [(n.id, n.properties["kind"], n.properties["name"]) for n in chosen]
            raise AmbiguousName(f"{len(chosen)} entities bear that name: use an id", choices)
        return chosen[0]

    def named(self, name: str) -> list[Node]:
        """Return the entities that bear a name to the letter, case and blanks aside, by id.

        Of "LY, Yong Phat" both orders are looked for, as a list's are by either.
        """
        forms = dict.fromkeys(orders(name))
        found = {node.id: node for form in forms for node in self.items.named(form)}
        return [found[identity] for identity in sorted(found)]

    def _named(self, words: str) -> list[Node]:
        """Return the entities that bear this name: to the letter, else in another reading."""
        exact = self.items.named(words)
        if exact:
            return exact
        alike = [match.entity for match in find(words, self.items.names()) if match.whole]
        return [self.node(identity) for identity in alike]

    def item(self, identity: str) -> Node | Edge:
        """Return an entity or an edge by its very id; raises UnknownId."""
        found = self.items.get(identity)
        if isinstance(found, (Node, Edge)):
            return found
        raise UnknownId(UNKNOWN)

    def ties(self, claim: str) -> list[Edge]:
        """Return the edges that a claim makes; [] where this lens does not show it."""
        evidence = self.items.get(claim)
        about = evidence.about if isinstance(evidence, Evidence) else ()
        return [item for one in about if isinstance(item := self.items.get(one), Edge)]

    def entities(self, claim: str) -> list[Node]:
        """Return the entities that a claim speaks of; [] where this lens does not show it."""
        evidence = self.items.get(claim)
        about = evidence.about if isinstance(evidence, Evidence) else ()
        return [item for one in about if isinstance(item := self.items.get(one), Node)]

    def claims_of(self, item: Node | Edge) -> list[Json]:
        """Return the claims behind an item, strongest first.

        Raises LedgerError where the ledger does not have them so: rule 35's check of every answer.
        """
        claims: list[str] = item.properties["claims"]
        self.ledger.check(claims, f"tie {item.type}" if isinstance(item, Edge) else "")
        if not _alike(item, self.items.get(item.id)):
            raise LedgerError(DISAGREE)
        found = [self.claim(claim) for claim in claims]
        if None in found:
            raise LedgerError(DISAGREE)
        return [claim for claim in found if claim is not None]

    def claim(self, identity: str) -> Json | None:
        """Return a claim as answers show it, None where this lens shows none of that id."""
        item = self.items.get(identity)
        return dict(item.content) if isinstance(item, Evidence) else None

    def claims_about(self, identity: str) -> list[Json]:
        """Return every claim that speaks of an id, denials too, strongest first."""
        found = (dict(item.content) for item in self.items.evidence_about(identity))
        return sorted(found, key=_strength)

    def left_out(self) -> Mapping[str, int]:
        """Return how many claims the lens left out, by reason."""
        return self.left

    def close(self) -> None:
        """Let go of the generation and the ledger."""
        self.reader.close()
        self.db.close()


def _kept(path: Path, version: str) -> Json:
    """Return what a file beside the projection holds, {} where it is not of this state."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("state") == version else {}


def _ground(feature: Feature) -> str:
    return f"{feature.name} ({feature.detail})" if feature.detail else feature.name


def _alike(given: Node | Edge, kept: Item | None) -> bool:
    """Tell whether what an engine gave is the item of that id: the same ends and claims."""
    if isinstance(given, Edge):
        if not isinstance(kept, Edge):
            return False
        if (given.type, given.start, given.end) != (kept.type, kept.start, kept.end):
            return False
    elif not isinstance(kept, Node):
        return False
    return bool(given.properties["claims"] == kept.properties["claims"])


def _strength(claim: Json) -> tuple[int, str, str]:
    return (WEAKNESS[claim["status"]], claim.get("known_from") or "9999", claim["id"])
