"""A draft says why for each of its lines, guesses nothing in silence, and can be used as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from clew.graph.errors import InputError
from clew.loaders.tables.check import check
from clew.loaders.tables.drafts import draft

HEADINGS = (
    "Company ID,Company name,Name (Khmer),Country,Formed,Born,Registration date,Owner,Source,Colour"
)
COMPANIES = f"""{HEADINGS}
1,Hill Ltd,ហិល,Cambodia,12.03.2011,x,03/04/2011,A,Report,red
2,Gate Ltd,ទ្វារ,TH,2018,y,01/02/2012,B; C,Report,
3,Park Ltd,ឧទ្យាន,vn,01.12.2020,z,05/06/2013,D,Report,blue
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def make(text: str, name: str = "companies.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def line_of(text: str, start: str) -> str:
    (found,) = [line.strip() for line in text.splitlines() if line.strip().startswith(start)]
    return found


def test_each_line_says_why_it_is_there(write: Callable[..., Path]) -> None:
    text = draft(write(COMPANIES))
    assert line_of(text, "id:") == (
        'id: "Company ID"  # its heading; 3 of 3 rows have one of their own'
    )
    assert line_of(text, "kind:") == 'kind: Company  # heading "Company ID"'
    assert line_of(text, "alias:") == (
        'alias: {column: "Name (Khmer)", language: km}  # heading; 3 of 3 filled;'
        " 3 of 3 values are in Khmer script"
    )
    assert line_of(text, "country:").endswith("# heading; 3 of 3 values are countries")
    body = text[text.index("records:") :].splitlines()
    rules = [line for line in body if line.strip() and not line.strip().endswith(":")]
    assert all("#" in line for line in rules)
    assert not any(name in text for name in ("Hill", "ហិល", "Report,"))


def test_what_is_unsure_stands_behind_a_sign(write: Callable[..., Path]) -> None:
    text = draft(write(COMPANIES))
    dates = [line.strip() for line in text.splitlines() if "Date:" in line]
    assert dates[0].startswith('incorporationDate: {column: "Formed", date: "%d.%m.%Y"}')
    assert dates[1].startswith("# birthDate:") and "only 0 of 3 values are dates" in dates[1]
    assert "day and month cannot be told apart" in dates[2] and dates[2].startswith("#")
    assert "#  owner:  # unsure" in text and '#   "Colour": 2 of 3 filled, 2 different' in text


def test_a_sure_draft_can_be_used_as_it_is(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write(COMPANIES)
    (tmp_path / "draft.yaml").write_text(draft(path), encoding="utf-8")
    checked = check(tmp_path / "draft.yaml", path)
    assert checked.sound and {made.name for made in checked.made} == {
        "Company", "alias", "country", "incorporationDate",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "x\n", "name\nA\nA\n", "Name;Type\nA;Company\nB;Person\n"]
)
def test_a_draft_is_yaml_whatever_the_table(write: Callable[..., Path], text: str) -> None:
    assert "records" in yaml.safe_load(draft(write(text, "t.csv")))


def test_a_column_that_says_what_a_row_is_gives_the_kind(write: Callable[..., Path]) -> None:
    text = draft(write("Id,Name,Type\n1,A,Company\n2,B,Person\n", "t.csv"))
    assert line_of(text, "kind:") == 'kind: {column: "Type"}  # heading; 2 of 2 values are kinds'


def test_no_mapping_is_drafted_for_victims_personal_data(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="victims' personal data"):
        draft(write("Id,Victim name\n1,Secret Name\n"))
