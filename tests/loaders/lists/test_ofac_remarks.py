"""Remarks, clause by clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import InputError
from clew.graph.schema import schema
from clew.graph.when import bounds
from clew.loaders.lists.ofac_data import data, fields
from clew.loaders.lists.ofac_dates import edtf
from clew.loaders.lists.ofac_remarks import clauses, field_of, read, titles_of

SAID = {
    "DOB 07 Jan 1958": ("birthDate", "1958-01-07"),
    "alt. DOB Mar 1962 to Feb 1963": ("birthDate", "[1962-03..1963-02]"),
    "alt. POB Trat, Thailand": ("birthPlace", "Trat, Thailand"),
    "nationality Korea, North": ("nationality", "kp"),
    "nationality: Eritrean": ("nationality", "er"),
    "alt. citizen Kenya": ("citizenship", "ke"),
    "nationality possibly Palestinian": ("nationality", "possibly Palestinian"),
    "Gender Male": ("gender", "male"),
    "Organization Established Date 01 Jan 2000": ("incorporationDate", "2000-01-01"),
    "alt. Organization Type: Gambling and betting activities": (
        *("sector", "Gambling and betting activities"),
    ),
    "Target Type State-Owned Enterprise": ("classification", "State-Owned Enterprise"),
    "Website www.lypgroup.com.": ("website", "www.lypgroup.com"),
    "http://www.sanabel.org.uk (website)": ("website", "http://www.sanabel.org.uk"),
    "Email sgcpdit@mail.sy": ("email", "sgcpdit@mail.sy"),
    "info@sanabel.org.uk (email).": ("email", "info@sanabel.org.uk"),
    "Phone Number 855 66 678 716": ("phone", "855 66 678 716"),
    "Alt. Fax: 9221227700019": ("phone", "9221227700019"),
    "Vessel Registration Identification IMO 9187629": ("imoNumber", "9187629"),
    "Vessel Registration Identification 6001 (Iran)": ("registrationNumber", "6001"),
    "MMSI 572469210": ("mmsi", "572469210"),
    "Vessel Year of Build 2007": ("buildDate", "2007"),
    "alt. Former Vessel Flag Tuvalu": ("pastFlags", "tv"),
    "Other Vessel Call Sign 5IM713": ("callSign", "5IM713"),
    "Aircraft Manufacture Date 02 May 1992": ("buildDate", "1992-05-02"),
    "Aircraft Mode S Transponder Code 140AE7": ("modeSCode", "140AE7"),
    "Aircraft Manufacturer's Serial Number (MSN) 1023409321": ("serialNumber", "1023409321"),
    "Aircraft Construction Number (also called L/N or S/N or F/N) 8401": ("serialNumber", "8401"),
    "Aircraft Tail Number EP-MMH": ("registrationNumber", "EP-MMH"),
    "Legal Entity Number 5299007NTWCC3U23WM81 (Czech Republic)": (
        *("leiCode", "5299007NTWCC3U23WM81"),
    ),
    "Legal Entity Number 851683897 (Netherlands)": ("registrationNumber", "851683897"),
    "Unified Social Credit Code (USCC) 91222401MA0Y31E659 (China)": (
        *("uscCode", "91222401MA0Y31E659"),
    ),
    "International Maritime Organization No. (5777731)": ("registrationNumber", "5777731"),
    "Position: Owner": ("position", "Owner"),
    "Former Minister of Finance, Iraq": ("position", "Former Minister of Finance, Iraq"),
    "Brigadier General.": ("title", "Brigadier General."),
    "a.k.a. 'PHAT, Suphapha'": ("weakAlias", "PHAT, Suphapha"),
    "a.k.a. ''ABD-AL-'IZ'": ("weakAlias", "'ABD-AL-'IZ"),
    "f.k.a. 'ANA I'.": ("weakAlias", "ANA I"),
    "a.k.a. OPEN NAME": ("alias", "OPEN NAME"),
    "all offices worldwide": ("notes", "all offices worldwide"),
}
OF_THE_SANCTION = {
    "Secondary sanctions risk: See Section 11 of Executive Order 14024": "provisions",
    "Additional Sanctions Information - Subject to Secondary Sanctions": "provisions",
    "Executive Order 13662 Directive Determination - Subject to Directive 2": "provisions",
    "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions: "
    "North Korea Sanctions Regulations section 510.214": "provisions",
    "Listing Date (EO 14024 Directive 3): 24 Feb 2022": "listingDate",
    "Effective Date (CMIC) 02 Aug 2021": "startDate",
}
UNKNOWN = [
    "wife of Saddam Hussein al-Tikriti",
    "arrested 23 Apr 2002",
    "ICTY indictee in custody",
    "DOB unknown",
    "DOB 31 Feb 1960",
    "Passport issued in Sarajevo, Bosnia-Herzegovina",
    "Digital Currency Address - XBT",
    "Linked To:",
    "NIT # Provisional (Colombia)",
    "Passport and National ID were issued in Ulm, Germany.",
    "Passport A1 and National ID No. 2 issued under another name",
]


@pytest.mark.parametrize("clause", SAID)
def test_a_field_gives_its_value(clause: str) -> None:
    said = read(clause)
    assert said and (said.of, said.property, said.value) == ("value", *SAID[clause])


@pytest.mark.parametrize("clause", OF_THE_SANCTION)
def test_what_a_designation_entails_is_said_of_the_designation(clause: str) -> None:
    said = read(clause)
    assert said and (said.of, said.property) == ("sanction", OF_THE_SANCTION[clause])
    assert said.value in (clause, "2022-02-24", "2021-08-02")


@pytest.mark.parametrize("clause", UNKNOWN)
def test_what_is_not_understood_is_not_guessed(clause: str) -> None:
    assert read(clause) is None


@pytest.mark.parametrize(
    ("clause", "value", "extra"),
    [
        ("Passport 0291622 (Belize)", "0291622", {"country": "bz"}),
        (
            "Diplomatic Passport A00000271 (Nicaragua) issued 12 Sep 2012 expires 12 Sep 2022",
            "A00000271",
            {"country": "ni", "issued": "2012-09-12", "expires": "2022-09-12"},
        ),
        ("File Number 7136946 (Delaware) (United States)", "7136946", {"country": "us"}),
        ("Passport 1 (Cuba) (Iran)", "1 (Cuba)", {"country": "ir"}),
        ("Passport 3284670 expires 2017", "3284670", {"expires": "2017"}),
        ("Tax ID No. 1234 (Somewhere)", "1234 (Somewhere)", {}),
        (
            "Cedula No. 7 (Colombia) issued in Cali",
            "7",
            {"country": "co", "note": "issued in Cali"},
        ),
    ],
)
def test_a_number_has_its_country_and_its_days_beside_it(
    clause: str, value: str, extra: dict[str, str]
) -> None:
    said = read(clause)
    assert said and said.value == value
    assert {k: v for k, (v,) in said.extra.items() if k != "means"} == extra
    assert clause.startswith(said.extra["means"][0])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("10 Dec 1948", "1948-12-10"),
        ("1 Apr 2003", "2003-04-01"),
        ("Sep 1938", "1938-09"),
        ("1946", "1946"),
        ("circa 1951", "1951~"),
        ("circa 07 Jul 1966", "1966-07-07~"),
        ("1958 to 1963", "[1958..1963]"),
        ("01 Jan 1964 to 17 Feb 1964", "[1964-01-01..1964-02-17]"),
        ("circa 1979-1982", "[1979~..1982~]"),
        ("between 1961 and 1965", "[1961..1965]"),
        ("1950s", "195X"),
        ("1960 to 1960", "1960"),
        ("1963 to 1958", ""),
        ("Smarch 1960", ""),
        ("0000", ""),
        ("", ""),
    ],
)
def test_dates_are_read_as_edtf(words: str, day: str) -> None:
    assert edtf(words) == day
    assert not day or all(bounds(day))


@given(st.text(alphabet="0123456789 JanFebto-circa.", max_size=30))
def test_a_date_is_edtf_or_none(words: str) -> None:
    if day := edtf(words):
        try:
            assert all(bounds(day))
        except InputError:
            pytest.fail(f"{day} is not EDTF")


def _parts(remarks: str) -> list[str]:
    return [clause.text for clause in clauses(remarks)]


@pytest.mark.parametrize(
    ("remarks", "parts"),
    [
        ("DOB 1962; POB Shati.", ["DOB 1962", "POB Shati"]),
        ("Linked To: R D I S.A.", ["Linked To: R D I S.A."]),
        ("Linked To: D'S SUPERMARKET COMPANY LTD.", ["Linked To: D'S SUPERMARKET COMPANY LTD."]),
        ("a.k.a. 'ONE; TWO'; DOB 1960.", ["a.k.a. 'ONE; TWO'", "DOB 1960"]),
        ("a.k.a. 'ONE; DOB 1960; a.k.a. 'TWO'.", ["a.k.a. 'ONE", "DOB 1960", "a.k.a. 'TWO'"]),
        ("(one; two (three); four); DOB 1960", ["(one; two (three); four)", "DOB 1960"]),
        ("(one; DOB 1960", ["(one", "DOB 1960"]),
        ("possibly Palestinian;arrested 2002", ["possibly Palestinian", "arrested 2002"]),
        ("see here.; a.k.a. 'X'.", ["see here.", "a.k.a. 'X'"]),
        (";; .", []),
    ],
)
def test_clauses_end_at_semicolons_outside_names_and_brackets(
    remarks: str, parts: list[str]
) -> None:
    assert _parts(remarks) == parts


_CLAUSE = st.one_of(
    st.sampled_from([*SAID, *OF_THE_SANCTION, *UNKNOWN]),
    st.text(alphabet="ab .';()0a.k.a.", max_size=20),
)


@given(st.lists(_CLAUSE, max_size=8))
def test_no_word_of_remarks_is_lost(given_clauses: list[str]) -> None:
    remarks = "; ".join(given_clauses)
    found = list(clauses(remarks))
    for start, text in found:
        assert remarks[start : start + len(text)] == text
    kept = [False] * len(remarks)
    for start, text in found:
        assert not any(kept[start : start + len(text)])
        kept[start : start + len(text)] = [True] * len(text)
    assert not {c for c, k in zip(remarks, kept, strict=True) if not k} - set("; .")


@given(st.text(max_size=60))
def test_any_words_are_a_value_or_nothing(words: str) -> None:
    for prefix in ("", "DOB ", "Passport ", "Linked To: ", "a.k.a. ", "Listing Date ("):
        said = read(prefix + words)
        assert said is None or said.value


def test_what_a_title_says_is_a_post_a_rank_or_kin() -> None:
    titles = titles_of("Major General; Head of X (Y); Child of Somebody")
    assert titles == {
        "Major General": "title",
        "Head of X (Y)": "position",
        "Child of Somebody": "notes",
    }
    said = read("Chef de la Maison Militaire", titles_of("Chef de la Maison Militaire"))
    assert said and said.property == "position"
    assert read("Chef de la Maison Militaire") is None


def test_every_property_and_tie_of_the_table_is_in_the_vocabulary() -> None:
    names = {field.property for each in fields().values() for field in each}
    names |= {*data()["columns"].values(), *data()["forms"], *data()["aliases"].values()}
    ties = {"LINKED_TO", "USES"}
    assert ties <= names & schema().ties.keys()
    assert [name for name in names - ties if schema().value(name) is None] == []
    assert [kind for kind in data()["kinds"].values() if schema().kind(kind) is None] == []


def test_a_prefix_is_found_and_no_prefix_stands_twice() -> None:
    every = [field for each in fields().values() for field in each]
    assert len({field.prefix for field in every}) == len(every)
    for field in every:
        found = field_of(f"{field.prefix} 1")
        assert found and found[0] == field
