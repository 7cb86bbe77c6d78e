"""What rows say through a mapping: nothing is lost in silence, everything names its cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clew.graph.errors import InputError
from clew.graph.model import Rejected
from clew.loaders.items import Counted, Edition, Entry, Fact, Item, Link

Read = Callable[..., list[Item]]

OWNERS = """
list: owners
records:
  company:
    id: "No"
    kind: Company
    names: {name: Name, alias: {column: Also, split: ["/", line], language: km}}
    values: {notes: {column: Note, status: alleged, attribution: By}}
  owner: {id: Owner no, as: company, kind: Company}
ties:
  - type: OWNS
    start: owner
    end: company
    status: {column: Sure, lookup: {"y": official, "n": denied}}
    when: {from: Since, to: Until, date: ["%d.%m.%Y", "%b %Y"]}
    values:
      share: {column: Share, number: {decimal: ",", times: 100}}
      interest: {constant: votes}
"""
TABLE = """No,Name,Also,Note,By,Owner no,Sure,Since,Until,Share,Colour
1,Hill Ltd,"ហិល/HL
H.L.",seen,a guard,2,y,01.02.2019,Mar 2021,"0,5",red
2,Gate Ltd,,,,9,n,c. 2019,,,
"""


def of(items: list[Item], sort: type[Any]) -> list[Any]:
    return [item for item in items if isinstance(item, sort)]


def rejected(items: list[Item]) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in items if isinstance(item, Rejected)]


def test_a_row_becomes_records_values_and_ties_with_their_cells(read: Read) -> None:
    items = read(OWNERS, TABLE)
    assert of(items, Edition)[0].list == "owners"
    entries = {entry.id: entry for entry in of(items, Entry)}
    hill = entries["company/1"]
    assert (hill.kind, hill.name, hill.status, hill.quote) == (
        "Company",
        "Hill Ltd",
        "reported",
        "Hill Ltd",
    )
    assert str(hill.place) == "table.csv, line 2, Name"
    aliases = [fact for fact in of(items, Fact) if fact.property == "alias"]
    assert [fact.value for fact in aliases] == ["ហិល", "HL", "H.L."]
    assert {fact.quote for fact in aliases} == {"ហិល/HL\nH.L."}
    assert {fact.extra["language"] for fact in aliases} == {("km",)}
    (note,) = [fact for fact in of(items, Fact) if fact.property == "notes"]
    assert (note.status, note.attribution, str(note.place)) == (
        "alleged",
        "a guard",
        "table.csv, line 2, Note",
    )
    first, second = of(items, Link)
    assert (first.start, first.type, first.end) == ("company/2", "OWNS", "company/1")
    assert (first.status, first.when, first.quote) == (
        "official",
        "2019-02-01/2021-03",
        "2 | Hill Ltd",
    )
    assert first.extra == {"share": ("50",), "interest": ("votes",)} and first.key == "votes"
    assert str(first.place) == "table.csv, line 2, Owner no | Name"
    assert (second.status, second.when) == ("denied", "2019~/")


def test_a_record_that_is_only_referred_to_is_told_by_its_own_row_or_at_the_end(read: Read) -> None:
    items = read(OWNERS, TABLE)
    assert [(entry.id, entry.name) for entry in of(items, Entry)] == [
        ("company/1", "Hill Ltd"), ("company/2", "Gate Ltd"), ("company/9", ""),
    ]  # fmt: skip
    assert Counted("records that are only referred to") in items


def test_columns_that_no_rule_reads_are_counted_by_their_cells(read: Read) -> None:
    assert Counted("cells of the column 'Colour'", 1, left_out=True) in read(OWNERS, TABLE)


BAD = {
    ",x,,,,,,,,,": "has no id for `company` (column 'No')",
    ",,,,,,,,,,blue": "has no id: fill in what tells its record from others",
    "1,x,,,,2,maybe,,,,": "column 'Sure' holds a word that its lookup does not have",
    "1,x,,,,2,y,2/2/2019,,,": "column 'Since' holds a date that is not %d.%m.%Y or %b %Y",
    "1,x,,,,2,y,31.02.2019,,,": "column 'Since' holds a date that is not",
    "1,x,,,,2,y,,,half,": "column 'Share' holds what is no number",
}


@pytest.mark.parametrize("row", BAD)
def test_what_cannot_be_taken_is_rejected_with_its_line_and_the_rest_stands(
    read: Read, row: str
) -> None:
    items = read(OWNERS, f"{TABLE}{row}\n")
    ((line, reason),) = rejected(items)
    assert line == 5 and BAD[row] in reason and "maybe" not in reason
    assert len(of(items, Link)) == 2


def test_a_record_of_several_rows_is_one_and_a_tie_to_itself_is_counted(read: Read) -> None:
    items = read(
        OWNERS,
        "No,Name,Also,Note,By,Owner no,Sure,Since,Until,Share\n1,A,,,,1,y,,,\n1,B,,,,1,y,,,\n",
    )
    assert {entry.id for entry in of(items, Entry)} == {"company/1"}
    assert items.count(Counted("ties of a record to itself", left_out=True)) == 2


EACH = """
row: {source: From, locator: Page}
only: {Use: filled}
records:
  site: {id: Site, kind: Compound, names: {name: Site}, only: {Use: {not: [no]}}}
  actor:
    each: {columns: [Who, Share], split: ";"}
    id: Who
    kind: {column: Sort, lookup: {p: Person, c: Company}, else: LegalEntity}
    names: {name: Who}
    generic: {column: Class, lookup: {"x": "yes"}, else: same}
ties:
  - {type: OWNS, start: actor, end: site, values: {share: Share}}
"""


def test_parts_of_a_cell_are_records_and_ties_of_their_own(read: Read) -> None:
    items = read(
        EACH, "Site,Who,Share,Sort,Class,Use,From,Page\nHill,A; B ;C,1;2;3,p,x,y,Report,7\n"
    )
    assert [entry.name for entry in of(items, Entry)] == ["Hill", "A", "B", "C"]
    assert [entry.generic for entry in of(items, Entry)] == [False, True, True, True]
    links = of(items, Link)
    assert [(link.start, link.extra["share"], link.quote) for link in links] == [
        ("actor/A", ("1",), "A | Hill"),
        ("actor/B", ("2",), "B | Hill"),
        ("actor/C", ("3",), "C | Hill"),
    ]  # fmt: skip
    assert links[0].extra["source"] == ("Report",) and links[0].extra["locator"] == ("7",)
    assert str(links[0].place) == "table.csv, line 2, Who | Site (source: Report, 7)"


def test_columns_that_part_unequally_are_rejected(read: Read) -> None:
    items = read(EACH, "Site,Who,Share,Sort,Class,Use,From,Page\nHill,A;B,1;2;3,p,,y,,\n")
    assert rejected(items) == [
        (2, "columns 'Who' and 'Share' part into unequal numbers: mend the row")
    ]
    assert [entry.name for entry in of(items, Entry)] == ["Hill"]


def test_rows_that_only_passes_over_are_counted(read: Read) -> None:
    items = read(EACH, "Site,Who,Share,Sort,Class,Use,From,Page\nHill,A,1,q,,,,\nPark,B,,q,,no,,\n")
    assert Counted("rows that `only` passes over", left_out=True) in items
    assert [(entry.name, entry.kind) for entry in of(items, Entry)] == [("B", "LegalEntity")]
    assert not rejected(items)


def test_a_kind_or_status_in_a_cell_is_checked(read: Read) -> None:
    mapping = "status: {column: S}\nrecords: {a: {id: I, kind: {column: K}}}\n"
    items = read(
        mapping, "I,K,S\n1,Person,alleged\n2,Persn,alleged\n3,Victim,alleged\n4,Person,sure\n5,,\n"
    )
    assert [entry.id for entry in of(items, Entry)] == ["a/1"]
    assert [(line, reason.split(":")[0].split(";")[0]) for line, reason in rejected(items)] == [
        (3, "column 'K' names no kind of `clew schema`"),
        (4, "column 'K' names a single victim"),
        (5, "column 'S' names no status"),
        (6, "column 'K' does not say what `a` is"),
    ]


def test_countries_come_as_codes_and_words_that_mean_nothing_as_nothing(read: Read) -> None:
    mapping = (
        "table: {empty: [NA, -0-]}\nrecords: {a: {id: I, kind: Company, values: {country: C}}}\n"
    )
    items = read(mapping, "I,C\n1,KH\n2,Cambodia\n3,Atlantis\n4,NA\n5, -0- \n")
    assert [fact.value for fact in of(items, Fact)] == ["kh", "kh", "Atlantis"]


@pytest.mark.parametrize("name", ["table.csv", "victims.csv"])
@pytest.mark.parametrize(
    ("heading", "refused"),
    [
        ("Victim name", True),
        ("survivor_phone", True),
        ("Opfername", True),
        ("受害者姓名", True),
        ("ឈ្មោះជនរងគ្រោះ", True),
        ("ชื่อเหยื่อ", True),
        ("Имя жертвы", True),
        ("tên nạn nhân", True),
        ("Photo of the victim", True),
        ("Number of victims", False),
        ("Nombre de victimes", False),
        ("Victims' nationality", False),
        ("Beneficiary name of the company", False),
    ],
)
def test_a_table_with_victims_personal_data_is_refused(
    read: Read, heading: str, refused: bool, name: str
) -> None:
    mapping = "records: {a: {id: I, kind: Compound}}\n"
    if not refused:
        assert of(read(mapping, f"I,{heading}\n1,x\n", name), Entry)
        return
    with pytest.raises(
        InputError, match="victims' personal data, which no case may keep"
    ) as caught:
        read(mapping, f"I,{heading}\n1,Secret Name\n", name)
    assert "Secret" not in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "headings"), [("victims.csv", "I,Name"), ("t.csv", "I,Victim ID,Passport no")]
)
def test_personal_columns_beside_a_victims_number_are_refused(
    read: Read, name: str, headings: str
) -> None:
    with pytest.raises(InputError, match="where each row is a victim"):
        read("records: {a: {id: I, kind: Compound}}\n", f"{headings}\n1,x,x\n", name)


def test_a_column_of_victims_may_count_them_and_not_name_them(read: Read) -> None:
    mapping = "records: {a: {id: I, kind: VictimGroup, values: {count: Victims}}}\n"
    assert len(of(read(mapping, "I,Victims\n1,40\n2,about 40 women\n"), Fact)) == 2
    with pytest.raises(InputError, match="line 3: column 'Victims' may name victims"):
        read(mapping, "I,Victims\n1,40\n2,Secret Name\n")


def test_a_group_that_only_its_row_calls_so_gets_no_names(read: Read) -> None:
    mapping = "records: {a: {id: I, kind: {column: K}, values: {phone: P}}}\n"
    items = read(mapping, "I,K,P\n1,VictimGroup,+855 1\n2,Company,+855 2\n")
    assert [fact.value for fact in of(items, Fact)] == ["+855 2"]
    assert len(rejected(items)) == 1


def test_ids_of_several_columns_keep_them_apart(read: Read) -> None:
    mapping = "records: {p: {id: [A, B, C], kind: Person, names: {name: A}}}\n"
    rows = ["Ann/1,2,", "Ann,1/2,", "Ann,,1/2", "Ann,1,2", "Ann%2F1,2,", "Ann,,", ",Ann,"]
    items = read(mapping, "A,B,C\n" + "\n".join([*rows, *rows]) + "\n")
    ids = [entry.id for entry in of(items, Entry)]
    assert len(set(ids)) == len(rows) and ids[: len(rows)] == ids[len(rows) :]
    assert "p/Ann/1/2" in ids and "p/Ann" in ids


def test_an_id_of_two_kinds_of_things_is_rejected_and_gives_no_value(read: Read) -> None:
    mapping = """records:
  a: {id: A, kind: {column: K}, names: {name: N}, values: {notes: V}}
"""
    rows = "1,LegalEntity,X,one\n1,Company,X,two\n1,Compound,X,three\n1,Person,X,four\n"
    items = read(mapping, "A,K,N,V\n" + rows + "2,Person,Y,\n1,Organization,X,five\n")
    reason = "`a` has the id of another kind of thing, in a row before; its record is left out"
    assert rejected(items) == [(4, reason), (5, reason)]
    assert [fact.value for fact in of(items, Fact)] == ["one", "two", "five"]


def test_a_span_of_time_that_ends_before_it_begins_loses_its_tie_alone(read: Read) -> None:
    rows = "1,X,,,,2,y,01.03.2021,Feb 2021,,\n3,Y,,,,2,y,01.02.2019,Mar 2021,,\n"
    items = read(OWNERS, TABLE.partition("\n")[0] + "\n" + rows)
    reason = "columns 'Since' and 'Until' hold no span of time; that tie is left out"
    assert rejected(items) == [(2, reason)]
    assert [link.when for link in of(items, Link)] == ["2019-02-01/2021-03"]
