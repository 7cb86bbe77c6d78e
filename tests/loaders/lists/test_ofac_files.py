"""The four files: which belong together, what is missing or broken, and no row lost silently."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import InputError
from clew.graph.model import Batch, Rejected
from clew.loaders.base import Input
from clew.loaders.batches import batches
from clew.loaders.lists.ofac import ofac
from clew.loaders.lists.ofac_files import owner, part_of, rows
from clew.loaders.registry import detect
from clew.loaders.walk import Failure

Row = Callable[..., str]
Write = Callable[..., Path]
Hear = Callable[[Path], Any]
ADDRESS, ALIAS = '1,1,-0- ,"Havana","Cuba",-0- ', '1,2,"aka","OTHER NAME",-0- '


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("sdn.csv", ("sdn", "main")),
        ("SDN.CSV", ("sdn", "main")),
        ("sdn_comments.csv", ("sdn", "comments")),
        ("add.csv", ("sdn", "addresses")),
        ("ALT.csv", ("sdn", "aliases")),
        ("cons_prim.csv", ("cons_prim", "main")),
        ("CONS_ADD.CSV", ("cons_prim", "addresses")),
        ("sdn.2024-05-02.csv", ("sdn", "main")),
        ("2024 alt.csv", ("sdn", "aliases")),
        ("address.csv", None),
        ("sdn.xml", None),
    ],
)
def test_a_name_tells_list_and_part(name: str, found: tuple[str, str] | None) -> None:
    part = part_of(Path(name))
    assert (part and (part.list, part.part)) == found


def test_a_part_leads_to_its_main_file_and_to_none_where_there_is_none(tmp_path: Path) -> None:
    for name in ("SDN.CSV", "ADD.CSV", "alt.csv", "cons_alt.csv"):
        (tmp_path / name).write_text("1")
    assert owner(tmp_path / "ADD.CSV") == owner(tmp_path / "alt.csv") == tmp_path / "SDN.CSV"
    assert owner(tmp_path / "SDN.CSV") is None and owner(tmp_path / "cons_alt.csv") is None


def test_any_order_of_the_files_is_one_list(root: Path) -> None:
    folder = root / "tests" / "data" / "ofac" / "sample" / "excerpt"
    names = ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
    found = {
        tuple(item.digest if isinstance(item, Batch) else str(item) for item in batches(order))
        for order in permutations([folder / name for name in names])
    }
    assert len(found) == 1 and len(found.pop()) == 1


@pytest.mark.parametrize(
    ("name", "text", "main"),
    [
        ("add.csv", ADDRESS, "sdn.csv"),
        ("alt.csv", ALIAS, "sdn.csv"),
        ("cons_alt.csv", ALIAS, "cons_prim.csv"),
        ("SDN_COMMENTS.CSV", '1,"more"', "sdn.csv"),
    ],
)
def test_a_part_alone_is_refused_with_a_sentence(
    tmp_path: Path, name: str, text: str, main: str
) -> None:
    (tmp_path / name).write_text(text + "\r\n")
    (failure,) = batches([tmp_path / name])
    assert isinstance(failure, Failure)
    assert failure.reason == f"is a part of OFAC's list: put {main} beside it"


def test_a_list_is_told_by_its_content_and_a_table_is_none(
    write: Write, row: Row, tmp_path: Path
) -> None:
    assert detect(write(row("1", "ANN"))).name == "ofac"
    nameless = tmp_path / "list.csv"
    nameless.write_text(row("1", "ANN"))
    assert detect(nameless).name == "ofac"
    with pytest.raises(InputError, match="name it sdn.csv or cons_prim.csv"):
        list(ofac.read(Input(nameless)))
    for name, text in (("add.csv", "name,place\nANN,Havana\n"), ("alt.csv", "1,2,3,4,5\n")):
        (tmp_path / "other").mkdir(exist_ok=True)
        (tmp_path / "other" / name).write_text(text)
        assert not ofac.detect(Input(tmp_path / "other" / name))


def test_the_lists_have_their_own_names(write: Write, row: Row, hear: Hear) -> None:
    main = write(row("1", "ANN", kind="individual", program="NS-PLC"))
    assert hear(main).edition.list == "ofac-sdn"
    for old, new in (("sdn", "cons_prim"), ("add", "cons_add"), ("alt", "cons_alt")):
        main.with_name(f"{old}.csv").rename(main.with_name(f"{new}.csv"))
    heard = hear(main.with_name("cons_prim.csv"))
    assert heard.edition.list == "ofac-consolidated" and heard.rejected == []
    assert [e.name for e in heard.entries] == ["ANN", "OFAC Consolidated 1"]


def test_a_list_without_addresses_or_aliases_is_read_and_that_is_said(
    write: Write, row: Row, hear: Hear
) -> None:
    heard = hear(write(row("1", "ANN"), add=None, alt=None, sdn_comments=None))
    assert [r.reason for r in heard.rejected] == [
        f"{name}.csv is not beside it: no {said} were read, and an earlier edition's are withdrawn"
        for name, said in (("add", "addresses"), ("alt", "aliases"))
    ]
    assert heard.counts["entries"] == 1


def test_remarks_go_on_in_the_comments_in_the_middle_of_a_word(
    write: Write, row: Row, hear: Hear
) -> None:
    start = "DOB 1960; " + "x" * 971 + "; Passport A12"
    held = start[:1000].ljust(1000, "3")
    heard = hear(write(row("1", "ANN", held), sdn_comments=['1,"45 (Cuba); POB Havana."']))
    assert heard.values("1", "passportNumber") == [held.rpartition(" ")[2] + "45"]
    assert heard.values("1", "birthPlace") == ["Havana"]
    assert heard.rejected == []


def test_remarks_go_on_in_every_row_of_the_comments(write: Write, row: Row, hear: Hear) -> None:
    comments = ['1,"Passport A12"', '2,"POB Lima."', '1,"45 (Cuba); POB Havana."']
    heard = hear(write(row("1", "ANN", "DOB 1960; "), row("2", "BEN"), sdn_comments=comments))
    facts = {f.property: (f.value, str(f.place)) for f in heard.facts if f.entry == "1"}
    assert facts["birthDate"] == ("1960", "sdn.csv, line 1, Remarks")
    assert facts["passportNumber"] == ("A1245", "sdn_comments.csv, line 1, Remarks")
    assert facts["birthPlace"] == ("Havana", "sdn_comments.csv, line 3, Remarks")
    assert heard.values("2", "birthPlace") == ["Lima"]


def test_one_day_of_two_directives_is_said_of_both(write: Write, row: Row, hear: Hear) -> None:
    days = [f"Effective Date (EO 14024 Directive {n}): 26 Mar 2022" for n in (2, 3, 3)]
    heard = hear(write(row("1", "BANK", "; ".join(days))))
    said = [(f.quote, f.extra["means"]) for f in heard.facts if f.property == "startDate"]
    assert said == [(days[0], ("EO 14024 Directive 2",)), (days[1], ("EO 14024 Directive 3",))]


def test_remarks_that_are_cut_give_no_half_value(write: Write, row: Row, hear: Hear) -> None:
    held = ("x" * 950 + "; Digital Currency Address - XBT 1Gq").ljust(1000, "C")
    heard = hear(write(row("7", "ANN", held), sdn_comments=None))
    assert [e.kind for e in heard.entries] == ["Organization", "Sanction"]
    assert heard.values("7", "notes")[1].startswith("Digital Currency Address")
    assert [(r.line, r.reason[:29]) for r in heard.rejected] == [
        (1, "has remarks that are cut off,")
    ]


def test_nulls_with_and_without_blanks_and_the_last_byte_say_nothing(
    write: Write, row: Row, hear: Hear
) -> None:
    main = write(row("1", "ANN").replace("-0- ", "-0-"), row("2", "BEN"), "", "\x1a")
    heard = hear(main)
    assert heard.counts["entries"] == 2 and heard.rejected == []
    assert {f.property for f in heard.facts} == {"ofacId", "authority", "authorityId", "country"}


BROKEN = {
    "too few columns": ('2,"BEN",-0- ', "has 3 columns where 12 are due: mend the line"),
    "no number": (",".join(["x", *["-0- "] * 11]), "does not begin with the number of an entry"),
    "an open quote": ('2,"BEN,' + ",".join(["-0- "] * 10), "has quotes that are not closed"),
    "a quote within": ('2,"BEN"x,' + ",".join(["-0- "] * 10), "has quotes that are not closed"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_row_is_told_and_its_neighbours_are_read(
    write: Write, row: Row, hear: Hear, case: str
) -> None:
    line, reason = BROKEN[case]
    heard = hear(write(row("1", "ANN"), line, row("3", "EVE"), row("4", 'THE ""X"" CO')))
    assert [(r.line, r.reason[: len(reason)]) for r in heard.rejected] == [(2, reason)]
    names = [e.name for e in heard.entries if e.kind != "Sanction"]
    assert names == ["ANN", "EVE", 'THE "X" CO']


def test_lines_are_those_of_the_file_where_a_cell_holds_line_ends(
    write: Write, row: Row, hear: Hear
) -> None:
    heard = hear(write(row("1", "ANN", "DOB 1960;\r\nPOB Havana."), row("2", "BEN")))
    assert heard.values("1", "birthPlace") == ["Havana"]
    assert [e.place.line for e in heard.entries if e.kind != "Sanction"] == [1, 3]


def test_rows_of_parts_whose_entry_has_no_row_are_kept(write: Write, row: Row, hear: Hear) -> None:
    parts = {"add": [ADDRESS.replace("1,", "9,", 1)], "alt": [ALIAS.replace("1,", "9,", 1)]}
    heard = hear(write(row("1", "ANN"), **parts, sdn_comments=['8,"hn\'; DOB 1960."']))
    assert heard.values("9", "alias") == ["OTHER NAME"] and heard.values("9", "country") == ["cu"]
    assert heard.values("8", "notes") == ["hn'; DOB 1960."] and heard.values("8", "birthDate") == []
    assert heard.counts["entries without a row of their own"] == 2
    assert [(e.id, e.name) for e in heard.entries[2:]] == [("9", ""), ("8", "")]


def test_an_alias_without_a_name_is_rejected_and_a_weak_one_is_weak(
    write: Write, row: Row, hear: Hear
) -> None:
    aliases = ['1,1,"aka",-0- ,-0- ', '1,2,"aka","BNC","weak"', '1,3,"fka","OLD","since 2004"']
    heard = hear(write(row("1", "ANN"), alt=aliases))
    assert [(r.line, r.reason) for r in heard.rejected] == [(1, "names nothing")]
    assert heard.values("1", "weakAlias") == ["BNC"]
    assert heard.values("1", "previousName") == ["OLD"]
    assert heard.values("1", "notes") == ["since 2004"]


def test_a_file_in_latin_letters_is_read_and_counted(write: Write, row: Row, hear: Hear) -> None:
    main = write(row("1", "PEÑA, José"))
    main.write_bytes(main.read_text(encoding="utf-8").encode("cp1252"))
    heard = hear(main)
    assert heard.entries[0].name == "PEÑA, José"
    assert heard.counts["files not in UTF-8, read as Windows-1252 (sdn.csv)"] == 1


@pytest.mark.parametrize(
    "data", [b"", b"\x1a\r\n", b"1,2\r\n", b"\0\xff\0", "1,2".encode("utf-16")]
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(data)
    for named in (None, "ofac"):
        (failure,) = batches([path], as_=named)
        assert isinstance(failure, Failure)
        assert str(failure).count("\n") == 0 and len(failure.reason) < 200


def test_columns_are_values_and_an_unknown_type_is_kept(write: Write, row: Row, hear: Hear) -> None:
    cells = {"kind": "vessel", "call": "A8LU7", "type": "Tug", "tonnage": "640", "grt": "163"}
    heard = hear(
        write(
            row("1", "FRUNZE", **cells, flag="St. Kitts & Nevis", owner="NITC"),
            row("2", "THING", kind="drone", flag="None Identified"),
        )
    )
    found = {f.property: f.value for f in heard.facts if f.entry == "1" and f.property != "ofacId"}
    assert found == {
        **{"callSign": "A8LU7", "vehicle_type": "Tug", "tonnage": "640"},
        **{"grossRegisteredTonnage": "163", "flag": "kn", "owner": "NITC"},
    }
    assert [e.kind for e in heard.entries if e.kind != "Sanction"] == ["Vessel", "LegalEntity"]
    assert heard.values("2", "classification") == ["drone"] and heard.values("2", "flag") == []


def test_a_wallet_is_a_thing_that_two_may_use(write: Write, row: Row, hear: Hear) -> None:
    remark = "Digital Currency Address - XBT 18Ke1QWE9nQfXuhJijHggZuPJ5ZYxapoBK."
    heard = hear(write(row("1", "ANN", remark), row("2", "BEN", remark)))
    wallet = "wallet/XBT/18Ke1QWE9nQfXuhJijHggZuPJ5ZYxapoBK"
    assert heard.values(wallet, "currencySymbol") == ["XBT"]
    assert heard.values(wallet, "cryptoAddress") == [wallet.rpartition("/")[2]]
    uses = [(link.start, link.end) for link in heard.links if link.type == "USES"]
    assert uses == [("1", wallet), ("2", wallet)]


def test_a_link_to_a_name_that_two_bear_or_none_is_left_open(
    write: Write, row: Row, hear: Hear
) -> None:
    remark = "Linked To: TWIN; Linked To: nobody; Linked To: Only  co., ltd."
    main = [row("1", "ANN", remark), row("2", "TWIN"), row("3", "TWIN"), row("4", "ONLY CO., LTD")]
    heard = hear(write(*main))
    ends = [link.end for link in heard.links if link.type == "LINKED_TO"]
    assert ends[2] == "4" and all(end.startswith("1/linked/") for end in ends[:2])
    assert [(e.kind, e.name) for e in heard.entries if "/linked/" in e.id] == [
        ("LegalEntity", "TWIN"),
        ("LegalEntity", "nobody"),
    ]
    assert heard.counts["links not resolved"] == 2


@given(st.text(alphabet='1,"\r\n -0x\x1a', max_size=80))
def test_every_line_is_in_a_row_or_rejected_or_empty(text: str) -> None:
    import io

    lines = io.StringIO(text, newline="").readlines()
    found = list(rows(Input(Path("sdn.csv")), text, "comments"))
    told = [item.line for item in found]
    assert told == sorted(set(told))
    spoken = {item.line for item in found if isinstance(item, Rejected)}
    for number, line in enumerate(lines, 1):
        inside = any(not isinstance(item, Rejected) and item.line <= number for item in found)
        assert not line.strip("\r\n \x1a") or number in spoken or inside
