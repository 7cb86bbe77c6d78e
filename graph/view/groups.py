"""The data of a page for a picture of too many nodes: groups with counts, and how to see less.

A group stands as a node and the ties between two groups as one edge: neither is a claim, and both
tell how many of which kind and status they stand for.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping

from clew.graph.view.communities import COMMUNITY, MEANING, TITLES, Gathered, Group, Member
from clew.graph.view.data import head
from clew.graph.view.look import kind_words, status_words
from clew.graph.view.names import beside
from clew.graph.view.picture import MOST_NODES, Json, Picture
from clew.graph.view.safe_text import NAME, safe

#: How a group and the ties between two of them are drawn: rows of shapes.yaml.
GROUP = "Group"
GATHERED = "gathered"


def group_data(picture: Picture, gathered: Gathered) -> Json:
    """Return the data of a page of groups, in the shape of `data.page_data`."""
    told = head(picture)
    places = {group.id: at for at, group in enumerate(gathered.groups)}
    notes = [
        f"{gathered.nodes:,} nodes are too many to be drawn one by one (at most {MOST_NODES:,}): "
        "groups stand for them, worked out by Clew from the ties alone. A group is no claim."
    ]
    edges = [
        {
            "id": f"{bond.start}-{bond.end}",
            "type": "GATHERED",
            "phrase": f"{counted(bond.ties, 'tie')}: {listed(bond.statuses, status_words)}",
            "status": GATHERED,
            "count": bond.ties,
            "start": places[bond.start],
            "end": places[bond.end],
        }
        for bond in gathered.bonds
    ]
    tie = {"phrase": "ties between two groups", "group": GATHERED, "symmetric": True}
    return {
        **told,
        "notes": [*notes, *told["notes"]],
        "focus": [],
        "ties": {"GATHERED": tie} if edges else {},
        "nodes": [_group(group, gathered.positions[group.id]) for group in gathered.groups],
        "edges": edges,
        "denials": [],
        "ways": [],
        "claims": [],
        "sources": [],
        "gathered": {
            "nodes": gathered.nodes,
            "ties": gathered.ties,
            "kinds": listed(gathered.kinds, kind_words),
            "statuses": listed(gathered.statuses, status_words),
            "narrow": [_member(member) for member in gathered.narrow],
            "commands": ["clew view NAME --status official -o FILE"],
        },
    }


def counted(number: int, one: str) -> str:
    """Return a number with its word: `1,203 ties`."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def listed(counts: Mapping[str, int], words: Callable[[str], str]) -> str:
    """Return counts in words: `800 official, 300 alleged`."""
    return ", ".join(f"{n:,} {safe(words(name), NAME)}" for name, n in counts.items())


def _group(group: Group, at: tuple[float, float]) -> Json:
    best = [_member(member) for member in group.best]
    told = {
        "id": group.id,
        "kind": GROUP,
        "name": safe(group.name, NAME),
        "label": safe(_label(group), NAME),
        "beside": safe(beside(group.best[0].name), NAME) if not group.name.isascii() else "",
        "names": [member["name"] for member in best],
        "status": GATHERED,
        "count": len(group.nodes),
        "meaning": MEANING[group.what],
        "kinds": listed(group.kinds, kind_words),
        "within": counted(group.ties, "tie"),
        "statuses": listed(group.statuses, status_words),
        "best": best,
    }
    return {**{k: v for k, v in told.items() if v != ""}, "x": at[0], "y": at[1]}


def _label(group: Group) -> str:
    """Return what stands at a group in the picture: its best connected member, or what it is."""
    return group.best[0].name if group.what == COMMUNITY else TITLES[group.what].partition(":")[0]


def _member(member: Member) -> Json:
    told = {
        "name": safe(member.name, NAME),
        "kind": safe(kind_words(member.kind), NAME),
        "ties": member.ties,
    }
    plain = told["name"] == member.name and member.name != "protected"
    return {**told, "command": f"clew view {shlex.quote(member.name)} -o FILE"} if plain else told
