"""A generated network, as FollowTheMoney's entities and as the items that a case makes of them.

No name or tie in it is anybody's. Each value of a thing has a claim of its own, as `clew import`
gives them; the order of claims by id has nothing to do with that of what they speak of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from benchmarks.invented import name_of
from benchmarks.server_items import item_id, node_id
from clew.graph.exchange.ftm.model import value_name
from clew.graph.model import Edge, Evidence, Item, Node
from clew.graph.schema import schema

Json = dict[str, Any]
SOURCES = 100
#: What `clew import` makes of the two relations, and the properties of their ends.
_TIES = {
    "Ownership": ("OWNS", "owner", "asset"),
    "Directorship": ("DIRECTOR_OF", "director", "organization"),
}
#: A place for each claim that an entity may have; a prime that turns their order around.
_PLACES, _STRIDE = 6, 1_000_003


@dataclass(frozen=True, slots=True)
class Network:
    """So many people and companies, and so many ownerships and directorships between them."""

    things: int
    ties: int

    def entities(self) -> Iterator[Json]:
        """Yield FollowTheMoney's entities, things first."""
        return map(self._entity, range(self.things + self.ties))

    def items(self) -> Iterator[Item]:
        """Yield sources, nodes, edges and claims, each sort by id."""
        for number in range(SOURCES):
            yield Node(item_id("d", number), ("Source",), {**_source(number), "origin": ""})
        yield from map(self._node, range(self.things))
        yield from (self._edge(self.things + number) for number in range(self.ties))
        whole = (self.things + self.ties) * _PLACES
        for number in range(whole):
            at, place = divmod(number * _STRIDE % whole, _PLACES)
            one = self._entity(at)
            said = _said(one, at)
            if place < len(said):
                yield _claim(item_id("c", number), one, at, said[place])

    def _entity(self, at: int) -> Json:
        return _thing(at) if at < self.things else self._tie(at - self.things)

    def _tie(self, number: int) -> Json:
        dice = random.Random(number)
        start, end = (int(self.things * dice.random() ** 2) for _ in range(2))
        name = "Directorship" if number % 5 < 2 else "Ownership"
        _, first, last = _TIES[name]
        own = {first: f"gen-t{start}", last: f"gen-t{end | 1}"}  # odd ones are companies
        own |= {"role": "Director"} if number % 5 < 2 else {"percentage": f"{1 + number % 99}"}
        return _made(f"gen-r{number}", name, {**own, "startDate": _day(number)})

    def _node(self, at: int) -> Node:
        one = _thing(at)
        name, values = one["properties"]["name"][0], dict[str, list[str]]()
        for says in _said(one, at)[1:]:
            values.setdefault(says["property"], []).append(says["value"])
        own = {"id": node_id(at), "kind": one["schema"], "name": name, "names": [name], **values}
        own |= {"generic": False, "unconfirmed": False, "identity_decisions": []}
        own |= self._evidence(at, [name, *(v for several in values.values() for v in several)])
        return Node(node_id(at), (*schema().labels(one["schema"]), "Entity"), own)

    def _edge(self, at: int) -> Edge:
        one = self._entity(at)
        (said,) = _said(one, at)
        own = {"id": item_id("e", at), **said["with"], "when": said["with"]["startDate"][0]}
        own |= {"valid_from": own["when"], "certain": True}
        own |= self._evidence(at, [_line(one)])
        return Edge(own["id"], said["type"], said["start"], said["end"], own)

    def _evidence(self, at: int, quotes: list[str]) -> Json:
        whole, count = (self.things + self.ties) * _PLACES, len(quotes)
        turned = pow(_STRIDE, -1, whole)
        numbers = ((at * _PLACES + place) * turned % whole for place in range(count))
        return {
            "claims": [item_id("c", number) for number in numbers],
            "claim_sources": [item_id("d", at % SOURCES)] * count,
            "claim_statuses": ["reported"] * count,
            "quotes": quotes,
            "quote": quotes[0],
            "status": "reported",
            "source_count": 1,
            "known_from": "2024-01-01",
            "computed": False,
            "disputed": False,
        }


def _thing(at: int) -> Json:
    own = {"name": f"{name_of(at)} {name_of(at // 7)}"}
    if at % 2 == 0:
        own |= {"birthDate": _day(at), "nationality": "kh"}
        own |= {"alias": f"{name_of(at // 3)} {name_of(at)}"} if at % 10 == 0 else {}
        return _made(f"gen-t{at}", "Person", own)
    own |= {"jurisdiction": "th", "registrationNumber": f"R{at:07}", "incorporationDate": _day(at)}
    return _made(f"gen-t{at}", "Company", own)


def _made(identity: str, name: str, own: Mapping[str, str]) -> Json:
    properties = {prop: [value] for prop, value in own.items()}
    return {"id": identity, "schema": name, "properties": properties}


def _line(one: Json) -> str:
    return orjson.dumps(one).decode()


def _day(number: int) -> str:
    return f"{1950 + number % 70}-{1 + number % 12:02}-{1 + number % 28:02}"


def _said(one: Json, at: int) -> list[Json]:
    """Return what each claim of an entity says."""
    own: dict[str, list[str]] = one["properties"]
    if one["schema"] in _TIES:
        tie, first, last = _TIES[one["schema"]]
        more = {prop: several for prop, several in own.items() if prop not in (first, last)}
        more |= {"share": own["percentage"]} if "percentage" in own else {}
        ends = (node_id(int(own[end][0].removeprefix("gen-t"))) for end in (first, last))
        start, end = ends
        more |= {"ftmId": [one["id"]]}
        return [{"type": tie, "start": start, "end": end, "entry": one["id"], "with": more}]
    said: list[Json] = [{"kind": one["schema"], "name": own["name"][0], "entry": one["id"]}]
    values = [(value_name(p, one["schema"]), v) for p, (v,) in own.items() if p != "name"]
    values.append(("ftmId", f"generated:{one['id']}"))
    said += ({"property": p, "value": v, "entry": one["id"]} for p, v in values)
    return said


def _claim(identity: str, one: Json, at: int, says: Json) -> Evidence:
    about = item_id("e", at) if "type" in says else node_id(at)
    quote = _line(one) if "type" in says else says.get("name") or says["value"]
    when = says.get("with", {}).get("startDate", [""])[0]
    content = {
        "id": identity,
        "status": "reported",
        "statuses": ["reported"],
        "attribution": "",
        "quote": quote,
        "locator": f"entities.ftm.json, line {at + 1}, {says.get('property', 'name')}",
        "source": _TOLD[at % SOURCES],
        "when": when,
        "valid_from": when,
        "valid_to": when,
        "known_from": "2024-01-01",
        "annotators": ["ftm"],
        "says": says,
    }
    return Evidence(identity, (about,), content)


def _source(number: int) -> Json:
    return {
        "id": item_id("d", number),
        "title": f"Generated register {number}",
        "publisher": "nobody",
        "published": "2024-01-01",
        "url": f"https://example.org/registers/{number}.json",
        "sha256": item_id("", number) * 2,
    }


_TOLD = [_source(number) for number in range(SOURCES)]
