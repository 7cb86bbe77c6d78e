"""Rule 25 by headings, cells and file names: what may name victims is refused, counts are not."""

from __future__ import annotations

import pytest

from clew.loaders.tables.victims import bare_headings, cell_refusal, refusal

NAMING = [
    "Name of the victim",
    "VICTIM_FULL_NAME",
    "victimName",
    "Victim initials",
    "Victim address",
    "Ｖｉｃｔｉｍ　ｎａｍｅ",
    "Victim\u200bname",
    "Vic\u00adtim name",
    "Nom de la victime",
    "Nome da vítima",
    "Nome della vittima",
    "Opfername",
    "ФИО пострадавшего",
    "受害者姓名",
    "被害者の氏名",
    "被骗人姓名",
    "피해자 성명",
    "Tên nạn nhân",
    "ชื่อผู้เสียหาย",
    "เหยื่อ เบอร์โทร",
    "ឈ្មោះជនរងគ្រោះ",
    "ឈ្មោះ\u200bជនរង\u200bគ្រោះ",
    "နစ်နာသူ အမည်",
    "أسماء الضحايا",
    "পীড়িতের নাম",
    "Mağdur adı",
    "Όνομα θύματος",
    "Imię ofiary",
    "Jina la mwathirika",
]
BY_ROW = [
    "Telephone",
    "Father's name",
    "Next of kin",
    "Name in Khmer",
    "Name KH",
    "Home address",
    "Mobile phone",
]
COUNTING = [
    "Number of victims",
    "No. of victims",
    "Victim count",
    "Victims",
    "Nombre de victimes",
    "Victims by country",
    "Victims rescued",
    "Anzahl Opfer",
    "Conviction",
]


@pytest.mark.parametrize("heading", NAMING)
def test_a_heading_that_names_victims_is_refused_in_any_script(heading: str) -> None:
    assert "holds victims' personal data" in refusal("t.csv", ["Id", heading])


@pytest.mark.parametrize("heading", BY_ROW)
@pytest.mark.parametrize("by", ["Victim ID", "Victim №", "Is victim"])
def test_personal_columns_of_rows_that_are_victims_are_refused(by: str, heading: str) -> None:
    assert "where each row is a victim" in refusal("t.csv", [by, heading])
    assert not refusal("t.csv", ["Id", heading])


@pytest.mark.parametrize("heading", COUNTING)
def test_a_heading_that_counts_or_tells_of_groups_is_none(heading: str) -> None:
    assert not refusal("t.csv", ["Name", heading, "Phone"])


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        ("Victims 2024.csv", True),
        ("list-of-victims_v2.csv", False),
        ("list of victims.csv", True),
        ("opferliste.csv", True),
        ("t.xlsx, sheet Survivors 2", True),
        ("victim-support-groups.csv", False),
        ("victim counts.csv", False),
    ],
)
def test_a_file_or_sheet_called_a_list_of_victims_has_no_names(place: str, refused: bool) -> None:
    assert bool(refusal(place, ["Name", "Country"])) is refused


@pytest.mark.parametrize(
    "heading", ["Victims", "Victim 2", "Rescued", "Trafficked persons", "受害者"]
)
def test_a_cell_beneath_may_count_and_not_name(heading: str) -> None:
    bare = bare_headings(["Site", heading])
    assert bare == (heading,)
    for cell in ("", "40", "about 40 women", "At least 12", "yes", "None", "not known", "12 Thai"):
        assert not cell_refusal({heading: cell}, bare), cell
    for cell in ("Secret Name", "SECRET, Name", "Secret Name, 25", "a woman of this name"):
        assert "may name victims" in cell_refusal({heading: cell}, bare), cell
