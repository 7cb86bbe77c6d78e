"""Case: the one object that people hold; it composes ledger, projection and questions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clew.graph import directory as directories
from clew.graph.errors import UnknownId
from clew.graph.lens import Lens
from clew.in_rdf import InRdf

if TYPE_CHECKING:
    import networkx as nx

    from clew.graph.identity.candidates import Proposal
    from clew.graph.ledger.log import Entry
    from clew.graph.ledger.sources import Source
    from clew.graph.view.picture import Picture
    from clew.graph.view.pyvis_network import Network
    from clew.importing import Progress
    from clew.queries.annotators import Agreement
    from clew.queries.answer import Answer
    from clew.queries.cypher import Result
    from clew.summary import Summary
    from clew.verifying import Verification

PathLike = str | os.PathLike[str]
Json = dict[str, Any]


class Case(InRdf):
    """A case on disk; made with `clew.create(path)`, opened with `clew.open(path)`."""

    __slots__ = ()

    def load(
        self,
        *paths: PathLike,
        as_: str | None = None,
        profile: PathLike | None = None,
        mapping: PathLike | None = None,
        sources: PathLike | None = None,
        text: PathLike | None = None,
        facts: Mapping[str, str] | None = None,
        status_of_text: str | None = None,
        because: str | None = None,
        strict: bool = False,
        dry_run: bool = False,
        on_progress: Progress | None = None,
    ) -> Summary:
        """Import files and folders; the same again changes nothing.

        as_      the format's name, else told by content
        profile  what labels mean; mapping: what the columns of tables mean
        sources  a table of what is known about the sources; facts: the same for one file
        text     where texts are that do not lie beside their annotations
        status_of_text  the status of what states none itself, `because` you say so and why
        strict   a word that is not mapped makes its file fail; dry_run: only say what would come

        A file that cannot be read becomes one of `failures`, and the others go on. Raises
        InputError for a broken profile, mapping or table, UsageError for wrong options, CaseBusy.
        """
        from clew.graph.refresh import refresh
        from clew.importing import Options, one_file_only, run

        given = [Path(path) for path in paths]
        one_file_only(facts or {}, given)
        options = Options(
            as_=as_,
            profile=Path(profile) if profile else None,
            mapping=Path(mapping) if mapping else None,
            sources=Path(sources) if sources else None,
            text=Path(text) if text else None,
            facts=facts,
            status_of_text=status_of_text,
            because=because,
            strict=strict,
            dry_run=dry_run,
            on_progress=on_progress,
        )
        summary = run(self.directory, given, options)
        if not dry_run:
            refresh(self.directory)
        return summary

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
        timeout: float = 30.0,
        lens: Lens | None = None,
        **named: Any,
    ) -> Result:
        """Answer a read-only Cypher text; the result yields a mapping for each row.

        Values for `$name` come in `parameters` or by keyword. Raises QueryRefused with a remedy,
        QueryTimeout, SecondOpinion where two plans of the text disagree, QueryError.
        """
        from clew.queries.cypher import ask

        given = {**(parameters or {}), **named}
        with self.opened(lens) as graph:
            result = ask(graph, cypher, given, limit=limit, timeout=timeout)
        return replace(result, reopen=lambda: self.opened(lens))

    def ask(self, question: str, *, lens: Lens | None = None, **parameters: Any) -> Answer:
        """Ask a question of the library (`ties`, `path`, `about`, `timeline`).

        Raises UsageError for an unknown question or parameter, UnknownId, AmbiguousName.
        """
        from clew.queries.asking import ask

        return ask(self.opened, question, lens or Lens(), parameters)

    def find(self, name: str, *, lens: Lens | None = None) -> list[Json]:
        """Return the entities that bear a name, best first, and how each name matched."""
        from clew.queries.lookup import find

        with self.opened(lens) as graph:
            return find(graph, name)

    def show(self, entity: str, *, lens: Lens | None = None) -> Answer:
        """Return everything said about an entity (id or name)."""
        return self.ask("about", lens=lens, start=entity)

    def why(self, identity: str, *, lens: Lens | None = None) -> Json:
        """Return the evidence behind an edge, a claim, an entity or an identity decision, by id.

        An id that was handed on, in a picture, answers as the case's own that it stands for.
        A claim that stands no more is returned with `gone`: when it went, and how.
        """
        from clew.explaining import decision, gone_claim
        from clew.graph.handing import answers_to
        from clew.graph.opened import UNKNOWN
        from clew.queries.lookup import why

        seen = lens or Lens()
        if not identity.startswith("i"):
            with suppress(UnknownId), self.opened(seen) as graph:
                return why(graph, identity)
        explain = {"i": decision, "c": gone_claim}.get(identity[:1])
        if explain is None:
            raise UnknownId(UNKNOWN)
        with self.reading() as db:
            return explain(db, seen, answers_to(self.directory, identity))

    def picture(self, *entities: str, steps: int = 1, lens: Lens | None = None) -> Picture:
        """Return what is around entities (ids or names), as it may leave the case.

        Raises UsageError for no entity, UnknownId, AmbiguousName.
        """
        from clew.queries.surroundings import around

        with self.opened(lens) as graph:
            return around(graph, entities, steps=steps).picture

    def view(
        self, *entities: str, path: PathLike, steps: int = 1, lens: Lens | None = None
    ) -> Path:
        """Write what is around entities as one HTML file, for its owner alone; returns its path.

        Raises UsageError for no entity, UnknownId, AmbiguousName.
        """
        from clew.queries.surroundings import around

        with self.opened(lens) as graph:
            return around(graph, entities, steps=steps).save(Path(path))

    def graph(self, **lens: Any) -> Graph:
        """Return the whole graph through a lens: `case.graph(as_of="2024-09-30")`."""
        return Graph(self, Lens(**lens))

    def candidates(self, *, lens: Lens | None = None) -> list[Proposal]:
        """Return pairs of entities that may be the same, best grounded first, for a decision."""
        from clew.graph.proposals import proposals

        with self.reading() as db:
            return proposals(db, lens or Lens())

    def agreement(self, *sources: str, lens: Lens | None = None) -> Agreement:
        """Compare the annotators who read the same texts (of these sources, by id, title or path).

        `rows()` has F1 and Cohen's kappa of every pair, `differences()` where they differ. Raises
        UnknownId for a source that is not there.
        """
        from clew.deciding import source_of
        from clew.graph.scene import look
        from clew.queries.annotators import agreement

        with self.reading() as db:
            scene = look(db, lens or Lens())
            return agreement(scene, [source_of(db, scene, words) for words in sources])

    def verify(self) -> Verification:
        """Check ledger, originals and quotes; a graph that does not match is made anew."""
        from clew.graph.lens_folders import sweep
        from clew.verifying import verify

        sweep(self.directory.graph)
        return verify(self.directory)

    def log(self) -> list[Entry]:
        """Return the log, oldest first: who did what when; it names no protected source."""
        from clew.graph.ledger.log import entries
        from clew.sourcing import hidden

        with self.reading() as db:
            secret = hidden(db)
            return [
                replace(entry, subject=" ".join("…" if p in secret else p for p in parts))
                for entry in entries(db)
                for parts in [entry.subject.split()]
            ]

    def _repr_html_(self) -> str:
        from clew.queries.glance import as_words

        many = len(self.sources())
        said = f"{many} source{'' if many == 1 else 's'} through the default lens"
        return as_words(f"{self.directory.name}\n{said}")

    def seal(self) -> str:
        """Return the log's head, to be signed or mailed: it proves what was there."""
        from clew.graph.ledger.database import state

        with self.reading() as db:
            return state(db)

    def sources(self, *, lens: Lens | None = None) -> list[Source]:
        """Return the sources of the case, but for protected ones below their level."""
        from clew.sourcing import visible

        with self.reading() as db:
            return visible(db, lens or Lens())


@dataclass(frozen=True, slots=True)
class Graph:
    """A case's graph through a lens."""

    case: Case
    lens: Lens

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a MultiDiGraph with the evidence on its nodes and edges; sources are left out.

        See `queries.networks.multigraph` for what they carry.
        """
        from clew.queries.networks import whole

        with self.case.opened(self.lens) as graph:
            return whole(graph)

    def to_pyvis(self) -> Network:
        """Return all of it as a pyvis network; UsageError above 1,000 nodes, or without pyvis."""
        from clew.queries.glance import network_of, whole

        with self.case.opened(self.lens) as graph:
            return network_of(whole(graph))

    def _repr_html_(self) -> str:
        from clew.queries.glance import as_words, told

        with self.case.opened(self.lens) as graph:
            return as_words(told(graph))


def create(
    path: PathLike,
    *,
    name: str = "",
    purpose: str = "",
    graph: str = "embedded",
    replace: bool = False,
) -> Case:
    """Make a new case in a folder that is empty or not there; its graph lives at `graph`.

    Where it cannot live there (see `Case.move_graph`), none is made. Raises UsageError, StoreError.
    """
    from clew.moving import make

    return Case(make(Path(path), name=name, purpose=purpose, graph=graph, replace=replace))


def open(path: PathLike | None = None) -> Case:
    """Open a case: this folder, else CLEW_CASE, else the nearest parent's; raises NotACase."""
    return Case(directories.find(path))
