"""Addresses of servers, and where credentials come from: never out of an address, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clew.graph.errors import UsageError
from clew.graph.stores.address import (
    FILE,
    SCHEMES,
    Address,
    Credentials,
    address,
    credentials,
)

PLACE = Address("bolt", "graph.invalid")
SECRET = "correct horse"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("bolt://localhost", Address("bolt", "localhost", 7687)),
        ("bolt://localhost:7688/cases", Address("bolt", "localhost", 7688, "cases")),
        ("neo4j://Core-1.example.org/", Address("neo4j", "core-1.example.org", 7687)),
        ("neo4j+s://x.databases.neo4j.io", Address("neo4j+s", "x.databases.neo4j.io", 7687)),
        ("bolt+s://10.0.0.7/My.Case-2", Address("bolt+s", "10.0.0.7", 7687, "my.case-2")),
        ("bolt://[::1]:9999/neo4j", Address("bolt", "::1", 9999, "neo4j")),
    ],
)
def test_an_address_has_four_schemes_a_port_and_a_database(text: str, wanted: Address) -> None:
    assert address(text) == wanted
    assert address(str(wanted)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "", "localhost", "http://localhost", "bolt:/localhost", "bolt://", "bolt://a b", "bolt://a:x",
        "bolt://a:99999", "bolt://host/a/b", "bolt://host/ab", "bolt://host/1abc", "bolt://h?x=1",
        "bolt://host/neo4j#x", "bolt+ssc://host", "bolt://host/a'b", "bolt://[::1", "neo4j:///db1",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        address(text)


def test_the_servers_own_database_is_no_place_for_a_graph() -> None:
    for text in ("bolt://host/system", "bolt://host/SYSTEM"):
        with pytest.raises(UsageError, match="database"):
            address(text)


@pytest.mark.parametrize("text", ["bolt://eve:{}@host", "bolt://{}@host", "neo4j://:{}@host/db1"])
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UsageError, match="CLEW_NEO4J_USER") as caught:
        address(text.format("hunter2"))
    assert "hunter2" not in str(caught.value)


@given(
    st.sampled_from(SCHEMES),
    st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True),
    st.integers(1, 65535),
    st.one_of(st.just(""), st.from_regex(r"[a-z][a-z0-9.-]{2,20}", fullmatch=True)),
)
def test_what_an_address_says_reads_back(scheme: str, host: str, port: int, database: str) -> None:
    if database == "system":
        return
    place = Address(scheme, host, port, database)
    assert address(str(place)) == place


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for given_ in (text, f"bolt://{text}"):
        try:
            address(given_)
        except UsageError as error:
            assert len(text) < 4 or text not in str(error)


def test_what_goes_unencrypted_to_another_machine_is_known() -> None:
    assert address("bolt://graph.invalid").is_open
    assert not address("bolt+s://graph.invalid").is_open
    for text in ("bolt://127.0.0.1", "bolt://localhost", "neo4j://[::1]"):
        assert not address(text).is_open


def _file(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    path = folder / "netrc"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return {FILE: str(path)}


def test_the_environment_comes_before_the_file_and_the_file_before_the_prompt(
    tmp_path: Path,
) -> None:
    file = _file(tmp_path, "machine graph.invalid login ann password from-file\n")
    asked: list[str] = []

    def prompt(server: str) -> Credentials:
        asked.append(server)
        return Credentials("asked", "from-prompt")

    both = {**file, "NEO4J_PASSWORD": "plain", "CLEW_NEO4J_PASSWORD": SECRET}
    assert credentials(PLACE, both, prompt) == Credentials("neo4j", SECRET)
    named = {"CLEW_NEO4J_USER": "eve", "NEO4J_PASSWORD": "plain"}
    assert credentials(PLACE, named, prompt) == Credentials("eve", "plain")
    assert credentials(PLACE, file, prompt) == Credentials("ann", "from-file")
    assert asked == []
    other = Address("bolt", "other.invalid")
    assert credentials(other, file, prompt) == Credentials("asked", "from-prompt")
    assert asked == ["bolt://other.invalid:7687"]
    assert credentials(other, file) is None


def test_a_port_of_its_own_has_credentials_of_its_own(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        "machine graph.invalid login a password one\n"
        "machine graph.invalid:7688 login b password two\n",
    )
    assert credentials(PLACE, file) == Credentials("a", "one")
    assert credentials(Address("bolt", "graph.invalid", 7688), file) == Credentials("b", "two")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    file = _file(tmp_path, f"machine graph.invalid login ann password {SECRET[:7]}\n", mode)
    with pytest.raises(UsageError, match="chmod 600") as caught:
        credentials(PLACE, file)
    assert SECRET[:7] not in str(caught.value)


def test_a_broken_file_is_named_with_its_line_and_none_of_its_words(tmp_path: Path) -> None:
    file = _file(tmp_path, "machine graph.invalid login ann\npasswort hunter2\n")
    with pytest.raises(UsageError, match="netrc, line 2") as caught:
        credentials(PLACE, file)
    assert "hunter2" not in str(caught.value) and "passwort" not in str(caught.value)


def test_a_file_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=FILE):
        credentials(PLACE, {FILE: str(tmp_path / "nothing")})


def test_credentials_show_nothing_of_themselves() -> None:
    assert SECRET not in f"{Credentials('eve', SECRET)!r} {Credentials('eve', SECRET)}"
