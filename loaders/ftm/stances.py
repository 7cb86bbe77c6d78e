"""Which status a statement of FollowTheMoney data has, and who says it (see `ftm.yaml`)."""

from __future__ import annotations

from clew.graph.exchange.ftm.model import Property
from clew.graph.schema import schema as vocabulary
from clew.loaders.ftm import data as known
from clew.loaders.ftm.record import Cell, Record


def stance(
    record: Record, dataset: str, prop: Property | None = None, cell: Cell | None = None
) -> tuple[str, str]:
    """Return the status of what is said, and who says it where that is not the compiler."""
    listed = known.data()["status"]
    authority = record.first("authority") if record.schema in ("Sanction", "Risk") else None
    who = authority.value if authority else ""
    if cell and cell.external:
        return listed["external"], who
    if prop and prop.full_name in listed["properties"]:
        return listed["properties"][prop.full_name], who
    if prop and cell and prop.type == "topic":
        status = known.topic_status(cell.value)
        return status, who or (dataset if status == "alleged" else "")
    if known.ends_of(record.schema) or record.schema == "Sanction":
        own = known.said_status(record.values("status"), record.values("summary"))
        if own and own != plain():
            return own, who
    if record.schema in listed["schemata"]:
        return listed["schemata"][record.schema], who
    acted = listed["authority"].get(record.schema, "") if who else ""
    return acted or plain(), who


def plain() -> str:
    """Return the status of what a compiler states."""
    return str(known.data()["status"]["plain"])


def is_victims(record: Record) -> bool:
    """Tell whether a record is of one victim, by its schema or its topics (rule 25)."""
    said = [known.kind(record.schema)]
    if record.schema in ("Person", "LegalEntity"):
        said += [topic.rpartition(".")[2] for topic in record.values("topics")]
    found = (vocabulary().kind(word.strip()) for word in said)
    return any(kind is not None and kind.refused for kind in found)
