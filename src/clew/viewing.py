"""Pictures of a case: which one is asked for, and what is said of the file that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from clew.graph.errors import UsageError
from clew.graph.view.picture import NO_ACCUSATION, Picture
from clew.graph.view.saving import Drawn, digest_of

if TYPE_CHECKING:
    from clew.case import Case
    from clew.graph.lens import Lens
    from clew.graph.model import Edge, Node

WAYS = (
    "say what to draw, in one way: an ENTITY or several (what is around them), --path A B, --query"
    " CYPHER, or --ask QUESTION with its arguments"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a picture is to show, in exactly one way.

    entities   names or ids: what is around them, `steps` out, at most `limit` entities
    path       two of them: what ties one to the other, in at most `steps` steps
    query      a Cypher text with its `parameters`, at most `limit` rows, `timeout` seconds
    question   a question of the library with the `values` of its parameters
    """

    entities: Sequence[str] = ()
    path: Sequence[str] = ()
    query: str = ""
    question: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    steps: int | None = None
    limit: int | None = None
    timeout: float | None = None

    def check(self) -> None:
        """Raise UsageError for no way or several, and for limits of another one."""
        if sum(map(bool, (self.entities, self.path, self.query, self.question))) != 1:
            raise UsageError(WAYS)
        if self.steps is not None and not (self.entities or self.path):
            raise UsageError("--steps goes with an ENTITY or --path: a query says its own")
        if self.limit is not None and not (self.entities or self.query):
            raise UsageError("--limit goes with an ENTITY or --query")
        if not self.query and (self.timeout is not None or self.parameters):
            raise UsageError("-p and --timeout go with --query")


def draw(case: Case, lens: Lens, asked: Asked) -> tuple[Drawn, bool]:
    """Return the picture, and whether it holds no answer; `asked` is checked before.

    Raises UsageError, UnknownId, AmbiguousName, and what `Case.query` does.
    """
    from clew.queries.pictures import of_answer, of_result

    if asked.entities:
        return _around(case, lens, asked), False
    if asked.query:
        timeout = 30.0 if asked.timeout is None else asked.timeout
        result = case.query(
            asked.query, asked.parameters, limit=asked.limit, timeout=timeout, lens=lens
        )
        return of_result(result), not len(result)
    if asked.question:
        answer = case.ask(asked.question, lens=lens, **asked.values)
    else:
        start, to = asked.path
        steps = {} if asked.steps is None else {"steps": asked.steps}
        answer = case.ask("path", lens=lens, start=start, to=to, **steps)
    return of_answer(answer), answer.is_empty


def _around(case: Case, lens: Lens, asked: Asked) -> Drawn:
    from clew.queries.surroundings import MOST, around

    steps = 1 if asked.steps is None else asked.steps
    most = MOST if asked.limit is None else asked.limit
    with case.opened(lens) as graph:
        return around(graph, asked.entities, steps=steps, most=most)


def told(name: str, page: str, picture: Picture) -> str:
    """Return what was written, in words: what it holds, how large it is, its data's SHA-256."""
    from clew.queries.telling import plural

    items: tuple[Node | Edge, ...] = (*picture.nodes, *picture.edges)
    claims = {claim for item in items for claim in item.properties.get("claims", ())}
    claims |= {claim["id"] for claim in picture.denials}
    counts = (
        plural(len(picture.nodes), "node"),
        plural(len(picture.edges), "tie"),
        plural(len(claims), "claim"),
    )
    size = f"{len(page.encode()) / 1e6:.1f} MB"
    return (
        f"{name}: {', '.join(counts)}; {size}\nSHA-256 of its data: {digest_of(page)}\n"
        f"{NO_ACCUSATION}"
    )
