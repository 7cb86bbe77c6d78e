"""Which status a statement of FollowTheMoney data has, and who says it (see `ftm.yaml`)."""

from __future__ import annotations

from functools import lru_cache

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
    return any(of_victim(record.schema, topic) for topic in ("", *record.values("topics")))


@lru_cache(maxsize=1 << 12)
def of_victim(schema: str, topic: str = "") -> bool:
    """Tell whether a schema, or a topic of a person, speaks of one victim."""
    said = [known.kind(schema)]
    if schema in ("Person", "LegalEntity"):
        said.append(topic.rpartition(".")[2].strip())
    found = map(vocabulary().kind, said)
    return any(kind is not None and kind.refused for kind in found)
