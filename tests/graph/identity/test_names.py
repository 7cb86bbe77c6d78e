"""Rule 11: what is a name, how it is read, which form stands for all."""

from __future__ import annotations

import pytest

from clew.graph.identity.names import choose_name, is_description, is_pronoun, reading_order
from clew.graph.schema import Schema

DESCRIPTIONS = [
    "he",
    "They",
    "ellos",
    "他",
    "គាត់",
    "the senator",
    "an influential Cambodian senator",
    "his brother",
    "Ly Yong Phat's brother",
    "a friend of Mech Dara",
    "officials in Phnom Penh",
    "a relative who was with him",
    "a spokesperson for the State Department",
    "the head of Prince Group",
    "two journalists",
    "US officials",
    "Cambodian senator",
    "Senator",
    "The Company",
    "President of Cambodia",
    "scam bosses",
    "",
]
PERSON_NAMES = [
    "Ly Yong Phat",
    "senator Ly Yong Phat",
    "his brother Kith Thieng",
    "van der Berg",
    "de la Cruz",
    "Osama bin Laden",
    "លី យ៉ុងផាត់",
    "李永法",
    "Su",
    "Ella",
]
NAMES = [
    "the White House",
    "The Cambodia Daily",
    "the United States",
    "the U.S. State Department",
    "the Ministry of Interior",
    "L.Y.P. Group",
    "Cambodia's Prince Group",
    "Moody's Investors Service",
    "Bank of China",
    "La Habana",
    "Los Angeles",
    "US",
    "WHO",
    "eBay",
    "Koh Kong province",
    "the Golden Fortune compound",
    "Phnom Penh municipal court",
    "1984",
]


@pytest.mark.parametrize("text", DESCRIPTIONS)
def test_a_pronoun_or_a_description_is_never_a_name(text: str, vocabulary: Schema) -> None:
    assert is_description(text, "Person", vocabulary)


@pytest.mark.parametrize("text", PERSON_NAMES)
def test_a_person_s_name_is_a_name(text: str, vocabulary: Schema) -> None:
    assert not is_description(text, "Person", vocabulary)


@pytest.mark.parametrize("text", NAMES)
def test_names_that_begin_or_end_like_descriptions_are_names(text: str, vocabulary: Schema) -> None:
    assert not is_description(text, "Organization", vocabulary)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("lyp_official", "UserAccount"),
        ("bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh", "CryptoWallet"),
        ("a grey van", "Vehicle"),
        ("Operation Invented", "Raid"),
        ("incitement to commit a felony", "Charge"),
        ("deputy Asia director", "Position"),
    ],
)
def test_traces_charges_and_posts_are_named_by_their_words(
    text: str, kind: str, vocabulary: Schema
) -> None:
    assert not is_description(text, kind, vocabulary)
    assert is_description("it", kind, vocabulary)


def test_the_word_that_tells_an_event_is_no_name(vocabulary: Schema) -> None:
    assert is_description("arrested", "Arrest", vocabulary)
    assert is_description("was charged", "Charging", vocabulary)


def test_a_pronoun_in_capitals_is_an_acronym() -> None:
    assert is_pronoun("who") and is_pronoun(" They ")
    assert not is_pronoun("WHO") and not is_pronoun("US") and not is_pronoun("Lui")


@pytest.mark.parametrize(
    "country",
    [
        "kh",
        "KHM",
        "Cambodian",
        "Phnom Penh, Cambodia",
        "Hong Kong",
        "Korea, South",
        "Taiwan",
        "Macau",
        "Vietnamese",
        "cn",
    ],
)
def test_the_surname_comes_first_where_rule_11_names_the_country(country: str) -> None:
    assert reading_order("LY, Yong Phat", "Person", [country]) == "Ly Yong Phat"


@pytest.mark.parametrize(
    ("listed", "read"),
    [
        ("LY, Yong Phat", "Yong Phat Ly"),
        ("O'SMACH, Jean", "Jean O'Smach"),
        ("SMITH, John Jr.", "John Smith Jr."),
        ("King, Jr.", "King, Jr."),
        ("DE LA CRUZ, JOSÉ", "José De La Cruz"),
        ("WAN KUOK-KOI", "Wan Kuok-Koi"),
        ("NG, Wei", "Wei Ng"),
        ("L.Y.P. SMITH", "L.Y.P. Smith"),
        ("JP Morgan", "JP Morgan"),
        ("Lau, deputy Asia director", "Lau, deputy Asia director"),
        ("李永法", "李永法"),
    ],
)
def test_else_the_given_name_comes_first_and_capitals_become_title_case(
    listed: str, read: str
) -> None:
    assert reading_order(listed, "Person", ["us"]) == read
    assert reading_order(read, "Person", ["us"]) == read


def test_only_persons_are_reordered_and_put_in_title_case() -> None:
    assert reading_order("L.Y.P. GROUP CO., LTD", "Company", ["kh"]) == "L.Y.P. GROUP CO., LTD"


def test_the_name_is_the_form_most_claims_give() -> None:
    assert choose_name({"Phat Suphapha": 1, "Ly Yong Phat": 3}, "Person") == "Ly Yong Phat"
    assert choose_name({"លី យ៉ុងផាត់": 2, "Ly Yong Phat": 1}, "Person") == "លី យ៉ុងផាត់"


def test_then_latin_script_then_the_shortest_then_the_alphabet() -> None:
    forms = {"លី យ៉ុង": 1, "Ly Yong Phat": 1, "Ly Y. Phat": 1}
    assert choose_name(forms, "Person") == "Ly Y. Phat"
    assert choose_name({"Kok An": 1, "Koc An": 1}, "Person") == "Koc An"


def test_a_list_s_form_counts_for_the_form_it_is_read_as() -> None:
    forms = {"LY, Yong Phat": 1, "Ly Yong Phat": 1, "Phat": 1}
    assert choose_name(forms, "Person", ["kh"]) == "Ly Yong Phat"


def test_what_has_no_name_has_none() -> None:
    assert choose_name({}, "Person") == ""
