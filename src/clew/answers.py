"""Answers as rows, for CSV and JSON lines: one row a claim of each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from clew.graph.model import Edge, Node, Path
from clew.queries.answer import Answer, path_json, weakest
from clew.queries.paths import display
from clew.queries.render import claim_lines, plain

Json = dict[str, Any]

STEP = ("path", "path_status", "part", "step", "from", "tie", "to", "status", "when", "edge")
CLAIM = ("claim", "claim_status", "attribution", "quote", "locator")
SOURCE = ("title", "publisher", "published", "url", "archive_url", "sha256")


def columns_of(answer: Answer) -> tuple[str, ...]:
    """Return the columns of `rows_of`."""
    own = tuple(column for column in answer.columns if column != "claims")
    return (*(own or STEP), *CLAIM, *SOURCE)


def rows_of(answer: Answer) -> list[Json]:
    """Return a row for each claim behind each row, or each step of a path, of the answer."""
    if answer.columns:
        return list(_told(answer))
    parts = {"stated": answer.paths, "planned": answer.planned, "fallen": answer.fallen}
    return [
        {**row, "path": number, "part": part}
        for part, paths in parts.items()
        for number, path in enumerate(paths, 1)
        for row in _steps(path, answer)
    ]


def _told(answer: Answer) -> Iterator[Json]:
    claims = {claim["id"]: claim for found in answer.evidence.values() for claim in found}
    for row in answer.rows:
        for claim in row.get("claims") or [""]:
            yield {**row, **_claim(claims.get(claim, {}))}


def _steps(path: Path, answer: Answer) -> Iterator[Json]:
    names = {node.id: display(node) for node in path.nodes}
    for number, edge in enumerate(path.edges, 1):
        step = {"path_status": weakest(path), "step": number, **_edge(edge, names)}
        for claim in answer.evidence.get(edge.id) or [{}]:
            yield {**step, **_claim(claim)}


def _edge(edge: Edge, names: dict[str, str]) -> Json:
    said = {"status": edge.properties["status"], "when": edge.properties.get("when", "")}
    ends = {"from": names[edge.start], "tie": edge.type, "to": names[edge.end]}
    return {**ends, **said, "edge": edge.id}


def _claim(claim: Json) -> Json:
    source = claim.get("source") or {}
    told = {name: claim.get(name) for name in CLAIM[2:]}
    told.update({name: source.get(name) for name in SOURCE})
    return {"claim": claim.get("id"), "claim_status": claim.get("status"), **told}


def lines_of(answer: Answer) -> list[Json]:
    """Return an object for each path or row, a path with the evidence of its steps."""
    if answer.columns:
        rows: Sequence[Json] = answer.to_json()["rows"]
        return [_with_its_claims(row, answer) for row in rows]
    return [
        _with_evidence(path_json(path), [edge.id for edge in path.edges], answer)
        for path in answer.paths
    ]


def _with_its_claims(row: Json, answer: Answer) -> Json:
    """Return a row with the claims that it rests on, by what they speak of."""
    if "claims" not in row:
        return _with_evidence(row, [str(row.get("edge", ""))], answer)
    wanted = set(row["claims"])
    own = {i: [c for c in claims if c["id"] in wanted] for i, claims in answer.evidence.items()}
    return {**row, "evidence": {i: claims for i, claims in own.items() if claims}}


def _with_evidence(line: Json, edges: Sequence[str], answer: Answer) -> Json:
    return {**line, "evidence": {i: answer.evidence[i] for i in edges if i in answer.evidence}}


def why_text(found: Json) -> str:
    """Return in words what `why` found: what the id is, and every claim behind it."""
    if "decision" in found:
        return "\n".join(_decision_lines(found["id"], found["decision"])) + "\n"
    lines = [_headline(found)]
    claims = [found["claim"]] if "claim" in found else found["claims"]
    told = set[str]()
    for claim in claims:
        lines += list(claim_lines(claim, plain, told))
    lines += [indented(f"   {line}") for line in found.get("source", {}).get("corrections", ())]
    if not claims and "source" not in found:
        lines.append("   No claim speaks of it alone.")
    return "\n".join(lines) + "\n"


def _decision_lines(identity: str, decision: Json) -> list[str]:
    who = f"{decision['by']}, {decision['when']}" if decision.get("when") else decision["by"]
    said = [f"decision {identity}: {decision['verb']}, by {who}", f"   {decision['because']}"]
    sides = (decision["left"], decision["right"])
    ends = [f"   {s['id']}  {s['name']}; {s.get('source', '')}".rstrip("; ") for s in sides]
    return [indented(line) for line in (*said, *ends)]


def indented(line: str) -> str:
    """Return a line safe for a terminal, its indentation kept."""
    return " " * (len(line) - len(line.lstrip())) + plain(line)


def _headline(found: Json) -> str:
    for kind in ("edge", "node", "source"):
        if kind in found:
            return plain(f"{kind} {found['id']}: {_HEADS[kind](found[kind])}")
    return plain(f"claim {found['id']}, of {', '.join(found['about'])}")


def _edge_head(edge: Json) -> str:
    when = edge.get("when") or "undated"
    return f"{edge['start']} —{edge['type']}→ {edge['end']}, {edge['status']}, {when}"


def _node_head(node: Json) -> str:
    labels = tuple(node["labels"])
    return f"{display(Node(node['id'], labels, node))}, {node['kind']}, {node['status']}"


def _source_head(source: Json) -> str:
    told = (source.get(name) for name in ("title", "publisher", "published", "url", "sha256"))
    return "; ".join(str(part) for part in told if part)


_HEADS = {"edge": _edge_head, "node": _node_head, "source": _source_head}
