"""Writers of what INCEpTION exports, for tests: one marked text in each of its formats."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

SPAN, RELATION, LINK, CHAIN, HOST, SLOT = (
    "webanno.custom.Thing",
    "webanno.custom.Bond",
    "webanno.custom.CorefLink",
    "webanno.custom.CorefChain",
    "webanno.custom.Happening",
    "webanno.custom.HappeningRolesLink",
)
FEATURES = {
    SPAN: ("value", "status", "generic"),
    RELATION: ("value", "status", "date"),
    HOST: ("value", "status"),
    LINK: ("referenceType", "referenceRelation"),
}
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\[]|_;*"} | {"\t": "\\t", "\n": "\\n"})


@dataclass
class Mark:
    """A span, a host or a link: where it stands, in code points, and its features."""

    type: str
    begin: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    roles: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Marked:
    """A text with marks; relations are (start, end, features), chains the numbers of links.

    features    those of each type that hold words
    """

    text: str
    marks: list[Mark] = field(default_factory=list)
    relations: list[tuple[int, int, dict[str, str]]] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    features: dict[str, tuple[str, ...]] = field(default_factory=lambda: FEATURES)

    def at(self, point: int) -> int:
        """Return an offset in UTF-16 units, as Java counts."""
        return len(self.text[:point].encode("utf-16-le")) // 2


def types(
    features: dict[str, tuple[str, ...]] = FEATURES,
) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the types: the one above each, and the ranges of its features."""
    annotation, word = "uima.tcas.Annotation", "uima.cas.String"
    found = {name: (annotation, dict.fromkeys(given, word)) for name, given in features.items()}
    found[RELATION][1].update(Governor=annotation, Dependent=annotation)
    found[LINK][1]["next"] = LINK
    found[HOST][1]["roles"] = f"{SLOT}[]"
    found[CHAIN] = ("uima.cas.AnnotationBase", {"first": LINK})
    found[SLOT] = ("uima.cas.TOP", {"role": word, "target": annotation})
    return found


def type_system(given: dict[str, tuple[str, ...]] = FEATURES) -> str:
    """Return the TypeSystem.xml."""
    rows = []
    for name, (above, features) in types(given).items():
        said = "".join(
            f"<featureDescription><name>{feature}</name><rangeTypeName>"
            f"{'uima.cas.FSArray' if range_.endswith('[]') else range_}</rangeTypeName>"
            "</featureDescription>"
            for feature, range_ in features.items()
        )
        rows.append(
            f"<typeDescription><name>{name}</name><supertypeName>{above}</supertypeName>"
            f"<features>{said}</features></typeDescription>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<typeSystemDescription'
        ' xmlns="http://uima.apache.org/resourceSpecifier"><types>\n'
        + "\n".join(rows)
        + "\n</types></typeSystemDescription>\n"
    )


def _structures(marked: Marked) -> list[tuple[int, str, dict[str, object]]]:
    """Return (id, type, features) of all; references are ids, or lists of them."""
    found: list[tuple[int, str, dict[str, object]]] = []
    after = {a: b for chain in marked.chains for a, b in zip(chain, chain[1:], strict=False)}
    number = len(marked.marks) + 10
    for index, mark in enumerate(marked.marks):
        said: dict[str, object] = {"begin": marked.at(mark.begin), "end": marked.at(mark.end)}
        said |= mark.values
        if index in after:
            said["@next"] = after[index] + 10
        if mark.roles:
            said["@roles"] = links = list[int]()
            for role, target in mark.roles:
                found.append((number, SLOT, {"role": role, "@target": target + 10}))
                links.append(number)
                number += 1
        found.append((index + 10, mark.type, said))
    for start, end, values in marked.relations:
        there = marked.marks[end]
        ends = {"@Governor": start + 10, "@Dependent": end + 10}
        place = {"begin": marked.at(there.begin), "end": marked.at(there.end)}
        found.append((number, RELATION, {**place, **ends, **values}))
        number += 1
    for chain in marked.chains:
        found.append((number, CHAIN, {"@first": chain[0] + 10}))
        number += 1
    return found


def xmi(marked: Marked) -> str:
    """Return the CAS XMI."""
    lines = []
    for number, type_, said in _structures(marked):
        given = {name.lstrip("@"): value for name, value in said.items()}
        words = "".join(
            f" {name}={_attribute(' '.join(map(str, v)) if isinstance(v, list) else str(v))}"
            for name, v in given.items()
        )
        sofa = "" if type_ == SLOT else ' sofa="1"'
        lines.append(f'  <custom:{type_.rpartition(".")[2]} xmi:id="{number}"{sofa}{words}/>')
    members = " ".join(str(number) for number, type_, _ in _structures(marked) if type_ != SLOT)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">\n'
        '  <cas:NULL xmi:id="0"/>\n'
        + "\n".join(lines)
        + '\n  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"'
        f" sofaString={_attribute(marked.text)}/>\n"
        f'  <cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
    )


def _attribute(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def cas_json(marked: Marked) -> str:
    """Return the CAS JSON 0.4."""
    declared = {
        name: {"%NAME": name, "%SUPER_TYPE": above}
        | {f: {"%NAME": f, "%RANGE": range_} for f, range_ in features.items()}
        for name, (above, features) in types(marked.features).items()
    }
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView"}
    structures: list[dict[str, object]] = [{**sofa, "sofaString": marked.text}]
    for number, type_, said in _structures(marked):
        said = dict(said)
        if isinstance(links := said.get("@roles"), list):
            array = {"%ID": number + 100_000, "%TYPE": f"{SLOT}[]", "%ELEMENTS": links}
            structures.append(array)
            said["@roles"] = number + 100_000
        head = {} if type_ == SLOT else {"@sofa": 1}
        structures.append({"%ID": number, "%TYPE": type_, **head, **said})
    whole = {"%TYPES": declared, "%FEATURE_STRUCTURES": structures, "%VIEWS": {}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def tsv(marked: Marked) -> str:
    """Return the WebAnno TSV 3.3 of a text in which a line is a sentence and a word a token."""
    rows: list[str] = ["#FORMAT=WebAnno TSV 3.3"]
    for name in (SPAN, HOST):
        slot = f"|ROLE_{HOST}:roles_{SLOT}|uima.tcas.Annotation" if name == HOST else ""
        rows.append(f"#T_SP={name}|{'|'.join(marked.features[name])}{slot}")
    rows += [f"#T_CH={LINK}|{'|'.join(marked.features[LINK])}"]
    rows += [f"#T_RL={RELATION}|{'|'.join(marked.features[RELATION])}|BT_{SPAN}", ""]
    table = _Table(marked)
    for number, line in enumerate(re.finditer(r"\S.*", marked.text), 1):
        rows += ["", "#Text=" + line[0].replace("\\", "\\\\").replace("\t", "\\t")]
        for place, word in enumerate(re.finditer(r"\S+", line[0]), 1):
            begin, end = line.start() + word.start(), line.start() + word.end()
            rows.append(table.row(f"{number}-{place}", begin, end))
            parts = sorted(unit for unit in table.at if begin <= unit[0] and unit[1] <= end)
            inner = [unit for unit in parts if unit != (begin, end)]
            for part, unit in enumerate(inner, 1):
                rows.append(table.row(f"{number}-{place}.{part}", *unit))
    return "\n".join(table.named(row) for row in rows) + "\n"


class _Table:
    """Which marks stand on which unit (a token or a part of one), and how each is referred to."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.at: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.units: list[list[tuple[int, int]]] = []
        self.names: dict[tuple[int, int], str] = {}
        tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", marked.text)]
        for index, mark in enumerate(marked.marks):
            covered = [(max(b, mark.begin), min(e, mark.end)) for b, e in tokens]
            self.units.append([unit for unit in covered if unit[0] < unit[1]])
            for unit in self.units[-1]:
                self.at[unit].append(index)
        self.link = {
            one: (c, p) for c, ch in enumerate(marked.chains, 1) for p, one in enumerate(ch, 1)
        }
        targets = {target for mark in marked.marks for _, target in mark.roles}
        self.numbers = {
            index: index + 1
            for index, mark in enumerate(marked.marks)
            if len(self.units[index]) > 1 or index in targets or self._stacked(index, mark)
        }

    def _stacked(self, index: int, mark: Mark) -> bool:
        marks = self.marked.marks
        return any(
            other != index and marks[other].type == mark.type
            for unit in self.units[index]
            for other in self.at[unit]
        )

    def row(self, name: str, begin: int, end: int) -> str:
        """Return a row; the names of units that come later stand in it as `{begin-end}`."""
        self.names[begin, end] = name
        here = self.at.get((begin, end), [])
        text = self.marked.text
        cells = [name, f"{self.marked.at(begin)}-{self.marked.at(end)}", text[begin:end]]
        for type_ in (SPAN, HOST):
            marks = [one for one in here if self.marked.marks[one].type == type_]
            for feature in self.marked.features[type_]:
                cells.append("|".join(self._value(one, feature) + self._id(one) for one in marks))
            if type_ == HOST:
                cells += ["|".join(map(self._roles, marks)), "|".join(map(self._targets, marks))]
        links = [one for one in here if self.marked.marks[one].type == LINK]
        cells.append(
            "|".join(
                f"{self._value(n, self.marked.features[LINK][0])}[{self.link[n][0]}]" for n in links
            )
        )
        ends = ["->{}-{}".format(*self.link[one]) for one in links]
        values = [self._value(one, self.marked.features[LINK][1]) for one in links]
        cells.append("|".join(map(str.__add__, values, ends)))
        ties = [one for one in self.marked.relations if self.units[one[1]][0] == (begin, end)]
        for feature in self.marked.features[RELATION]:
            cells.append("|".join(_written(said.get(feature)) for _, _, said in ties))
        cells.append("|".join(self._tie(start, to) for start, to, _ in ties))
        return "\t".join([*cells[:3], *(cell or "_" for cell in cells[3:])]) + "\t"

    def _value(self, index: int, feature: str) -> str:
        return _written(self.marked.marks[index].values.get(feature))

    def _id(self, index: int) -> str:
        return f"[{self.numbers[index]}]" if index in self.numbers else ""

    def _unit(self, index: int) -> str:
        return "\x00{}-{}\x00".format(*self.units[index][0])

    def _roles(self, host: int) -> str:
        roles = ";".join(_written(role) for role, _ in self.marked.marks[host].roles)
        return (roles or "_") + self._id(host)

    def _targets(self, host: int) -> str:
        roles = self.marked.marks[host].roles
        return ";".join(self._unit(target) + self._id(target) for _, target in roles) or "*"

    def _tie(self, start: int, end: int) -> str:
        ids = [self.numbers.get(one, 0) for one in (start, end)]
        return self._unit(start) + (f"[{ids[0]}_{ids[1]}]" if any(ids) else "")

    def named(self, row: str) -> str:
        """Return a row with the names of the units that it refers to."""
        names = {f"{b}-{e}": name for (b, e), name in self.names.items()}
        return re.sub("\x00([^\x00]*)\x00", lambda m: names[m[1]], row)


def _written(value: str | None) -> str:
    return value.translate(_ESCAPES).replace("->", "\\->") if value else "*"
