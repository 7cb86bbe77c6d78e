"""A project's own profile: beside its export or above it, for every loader, until one is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import clew
from clew.graph.errors import InputError
from clew.graph.model import Batch
from clew.loaders.batches import batches
from clew.loaders.walk import Failure
from tests.cas_files import SPAN, Mark, Marked, tsv
from tests.tools import TOOLS, Note, Thing

NOTE = Note("Anneke Vos left.", (Thing("p1", "Baddie", "Anneke Vos"),))
OWN = "kinds: {Baddie: Person}\n"
OTHER = "kinds: {Baddie: Company}\n"


def kinds(*paths: Path, profile: Path | None = None, as_: str | None = None) -> list[str]:
    """The kinds of all mentions, in the order of the files."""
    found = list(batches(paths, profile=profile, as_=as_))
    assert not [one for one in found if isinstance(one, Failure) and one.kind == "failed"]
    read = [one for one in found if isinstance(one, Batch)]
    return [a.claim.relation for batch in read for a in batch.annotations]


@pytest.mark.parametrize("name", ["clew-profile.yaml", "clew-profile.yml"])
@pytest.mark.parametrize("tool", TOOLS)
def test_a_profile_beside_the_export_holds_for_every_tool(
    tmp_path: Path, tool: str, name: str
) -> None:
    path = TOOLS[tool](NOTE, tmp_path)
    assert kinds(path, as_=tool) == ["Unclassified"]
    (tmp_path / name).write_text(OWN)
    assert kinds(path, as_=tool) == kinds(tmp_path) == ["Person"]


def test_the_nearest_up_to_the_folder_that_is_given_holds_and_one_named_wins(
    tmp_path: Path,
) -> None:
    inner = tmp_path / "notes" / "deep"
    inner.mkdir(parents=True)
    path = TOOLS["brat"](NOTE, inner)
    (tmp_path / "clew-profile.yaml").write_text(OTHER)
    assert kinds(tmp_path / "notes") == kinds(path) == ["Unclassified"]  # it is above what is given
    assert kinds(tmp_path) == ["Company"]
    (tmp_path / "notes" / "clew-profile.yaml").write_text(OWN)
    assert kinds(tmp_path) == kinds(tmp_path / "notes") == ["Person"]
    named = tmp_path / "named.yaml"
    named.write_text("kinds: {Baddie: Place}\n")
    assert kinds(tmp_path, profile=named) == ["Place"]


def test_two_projects_in_one_import_have_each_their_own(tmp_path: Path) -> None:
    for name, own in (("a", OWN), ("b", OTHER)):
        (tmp_path / name).mkdir()
        TOOLS["brat"](Note(f"{name}: Anneke Vos left.", NOTE.things), tmp_path / name)
        (tmp_path / name / "clew-profile.yaml").write_text(own)
    assert kinds(tmp_path) == ["Person", "Company"]


def test_the_summary_names_it_and_only_its_meaning_counts_when_importing_again(
    tmp_path: Path,
) -> None:
    case = clew.create(tmp_path / "case")
    notes = tmp_path / "notes"
    notes.mkdir()
    TOOLS["doccano"](NOTE, notes)
    own = notes / "clew-profile.yaml"
    own.write_text(OWN)
    first = case.load(notes)
    assert first.total("claims_new") == 1 and not first.skipped
    (note,) = first.notes
    assert note.startswith(own.as_posix())
    own.write_text(f"# the same in other words\nname: mine\n{OWN}")
    again = case.load(notes)
    assert (again.run, again.total("claims_known")) == ("", 1)
    own.write_text(OTHER)
    changed = case.load(notes)
    assert (changed.total("claims_new"), changed.total("claims_withdrawn")) == (1, 1)


def test_a_broken_one_is_told_before_anything_enters(tmp_path: Path) -> None:
    path = TOOLS["brat"](NOTE, tmp_path)
    own = tmp_path / "clew-profile.yaml"
    own.write_text("kinds: {Baddie: Persson}\n")
    with pytest.raises(InputError, match=r"clew-profile\.yaml, line 1: names a kind"):
        batches([path])
    own.write_text(OWN)
    (tmp_path / "clew-profile.yml").write_text(OWN)
    with pytest.raises(InputError, match="keep one of them"):
        batches([path])


def test_one_that_leads_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    inner = tmp_path / "notes"
    inner.mkdir()
    path = TOOLS["brat"](NOTE, inner)
    (tmp_path / "secret.yaml").write_text(OWN)
    (inner / "clew-profile.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(InputError, match="leads out of its folder"):
        batches([path])


HOSTILE = {
    "too large": "# " + "x" * 1024 * 1024,
    "no text": "\udcff\udcfe",
    "aliases": "a: &a [x, x]\nprotected: [*a, *a]\n",
    "a tag that runs": "kinds: !!python/object/apply:os.system [ls]\n",
    "depth": "kinds: " + "[" * 5000,
}


@pytest.mark.parametrize("sort", HOSTILE)
def test_one_that_came_with_a_hostile_export_is_refused_in_a_sentence(
    tmp_path: Path, sort: str
) -> None:
    path = TOOLS["brat"](NOTE, tmp_path)
    data = HOSTILE[sort].encode("utf-8", "surrogateescape")
    (tmp_path / "clew-profile.yaml").write_bytes(data)
    with pytest.raises(InputError, match=r"clew-profile\.yaml") as error:
        batches([path])
    assert len(str(error.value).splitlines()) == 1


WITNESS = "kinds: {Witness: Person}\nprotected: [Witness]\n"
FILES = {
    "note.conll": "Anneke B-Witness\nVos I-Witness\nleft O\n. O\n",
    "note.json": json.dumps(
        [{"tokens": ["Anneke", "Vos", "left"], "ner_tags": ["B-Witness", "I-Witness", "O"]}]
    ),
    "note.tsv": tsv(Marked("Anneke Vos left.", [Mark(SPAN, 0, 10, {"value": "Witness"})])),
}


@pytest.mark.parametrize("name", FILES)
def test_tools_without_flags_protect_by_the_labels_that_a_profile_names(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    (tmp_path / "clew-profile.yaml").write_text(WITNESS)
    (batch,) = batches([path])
    assert isinstance(batch, Batch) and not batch.unmapped
    assert [(a.claim.relation, a.protected) for a in batch.annotations] == [("Person", True)]
