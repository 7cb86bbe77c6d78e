"""Generations: whoever reads keeps what is read, whoever dies leaves something whole or a note."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clew.graph.errors import StoreError
from clew.graph.generations import Generations
from clew.graph.graph_check import verify
from clew.graph.lens_folders import keep_lenses
from clew.graph.model import Edge, Evidence, Item, Node

PERSON = ("Person", "LegalEntity", "Entity")
COMPANY = ("Company", "Organization", "LegalEntity", "Entity")
MANY = 300

#: Updates a folder with one state after another, of which each differs a little or wholly.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_generations import network
from clew.graph.generations import Generations
home = Generations(Path(sys.argv[2]))
for step in range(int(sys.argv[3]), 10_000):
    print(step, flush=True)
    home.update(network(step), str(step))
    print("done", step, flush=True)
"""
READER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_generations import network
from clew.graph.generations import Generations
end, seen = time.monotonic() + 30, set()
while len(seen) < 4 and time.monotonic() < end:
    with Generations(Path(sys.argv[2])).reader() as reader:
        rows = reader.store.read("MATCH (n:Entity) RETURN DISTINCT n.step").rows
        assert rows == [(int(reader.pointer.state),)], (rows, reader.pointer)
        assert reader.items.get("m0").properties["step"] == int(reader.pointer.state)
        seen.add(reader.pointer.state)
print(len(seen))
"""


def network(step: int, count: int = 20) -> Iterator[Item]:
    """Yield a small network that says in every node which step it is of."""
    for n in range(count):
        yield Node(f"m{n}", PERSON, {"id": f"m{n}", "name": f"N{n}", "step": step})
    size = MANY + step % 3
    for n in range(size):
        yield Node(f"s{n}", ("Source",), {"id": f"s{n}", "title": "T"})
    for n in range(count):
        yield Edge(f"e{n}", "PAID", f"m{n}", f"m{(n + step) % count}", {"id": f"e{n}"})
    yield Evidence("c1", ("e1", "m1"), {"id": "c1", "step": step})


@pytest.fixture
def home(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "graph")


def _folders(home: Generations) -> list[str]:
    return sorted(path.name for path in home.folder.glob("g-*"))


def _holds(home: Generations, items: list[Item]) -> None:
    """Fail unless engine and items both hold exactly these items."""
    with home.reader() as reader:
        assert verify(reader).is_sound
        found = {item.id: item for item in [*reader.items.graph(), *reader.items.evidence()]}
        assert found == {item.id: item for item in items}
        assert reader.pointer.items == len(items)


def test_there_is_nothing_to_read_before_the_first_update(home: Generations) -> None:
    assert home.current() is None
    assert not home.is_half_built()
    with pytest.raises(StoreError, match="made again"):
        home.reader()


def test_an_update_says_what_changed_and_goes_the_cheapest_way(home: Generations) -> None:
    items = list(network(1))
    assert home.update(items, "a").way == "whole"
    same = home.update(items, "b")
    assert (same.added, same.altered, same.removed, same.way) == (0, 0, 0, "nothing")
    pointer = home.current()
    assert pointer and pointer.state == "b"
    few = [*items[1:], Node("m77", COMPANY, {"id": "m77"})]
    few = [item for item in few if getattr(item, "start", "") != "m0"]
    few = [item for item in few if getattr(item, "end", "") != "m0"]
    changed = home.update(sorted(few, key=_order), "c")
    assert (changed.added, changed.removed, changed.way) == (1, 3, "in place")
    with home.reader():
        assert home.update(items, "d").way == "copy"
    _holds(home, items)
    assert home.update(network(1, 400), "e").way == "whole"
    assert home.update(network(1, 400), "f", anew=True).way == "whole"
    assert len(_folders(home)) == 1


def _order(item: Item) -> tuple[int, str]:
    return (Node, Edge, Evidence).index(type(item)), item.id


def test_a_reader_keeps_its_generation_and_takes_it_along_when_it_goes(home: Generations) -> None:
    home.update(network(1), "1")
    first, second = home.reader(), home.reader()
    home.update(network(2), "2")
    for reader in (first, second):
        assert reader.store.read("MATCH (n:Entity) RETURN DISTINCT n.step").rows == [(1,)]
        node = reader.items.get("m3")
        assert isinstance(node, Node) and node.properties["step"] == 1
        assert len(_folders(home)) == 2
        reader.close()
    assert len(_folders(home)) == 1
    _holds(home, list(network(2)))


def test_items_answer_without_an_engine(home: Generations) -> None:
    home.update(network(1), "1")
    with home.reader() as reader:
        assert [edge.id for edge in reader.items.edges_of("m1")] == ["e0", "e1"]
        assert [claim.id for claim in reader.items.evidence_about("e1")] == ["c1"]
        assert reader.items.get("nobody") is None
        assert reader._store is None


def test_progress_is_told_every_item(home: Generations) -> None:
    told: list[int] = []
    home.update(network(1), "1", told.append)
    assert told == list(range(1, len(list(network(1))) + 1))


def test_a_bad_item_leaves_the_old_graph(home: Generations) -> None:
    good = list(network(1))
    for state in ("1", "2"):
        bad = [*good[:-1], Edge("e99", "PAID", "m1", "m2", {"id": "e99", "x": None})]
        with pytest.raises(StoreError, match="'x'"):
            home.update(bad, "bad")
        if state == "1":
            assert home.current() is None
            home.update(good, "1")
    _holds(home, good)
    pointer = home.current()
    assert pointer and pointer.state == "1"


def test_verify_finds_what_is_missing_wrong_or_too_much(home: Generations) -> None:
    from clew.graph.stores.embedded import EmbeddedStore

    items = list(network(1))
    home.update(items, "1")
    store = EmbeddedStore.open(home.place(1) / "engine", read_only=False)
    changed = Node("m1", PERSON, {"id": "m1", "name": "other"})
    edge = next(item for item in items if item.id == "e5")
    assert isinstance(edge, Edge)
    store.apply([changed, Node("m99", PERSON, {"id": "m99"})], [edge])
    store.close()
    with home.reader() as reader:
        verdict = verify(reader)
    assert (verdict.missing, verdict.different, verdict.surplus) == (("e5",), ("m1",), 1)


def test_files_are_private(home: Generations) -> None:
    home.update(network(1), "1")
    with home.reader() as reader:
        reader.store.read("MATCH (n) RETURN count(n)")
    for path in [home.folder, *home.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_leftovers_are_swept_by_the_next_writer(home: Generations) -> None:
    home.update(network(1), "1")
    shutil.copytree(home.place(1), home.place(7))
    (home.folder / "g-8").mkdir()
    home.update(network(2), "2")
    assert len(_folders(home)) == 1
    _holds(home, list(network(2)))


def test_a_damaged_pointer_or_lost_items_are_noted_and_made_again(home: Generations) -> None:
    for damage in ("current", "g-1/items.sqlite"):
        home.update(network(1), "1")
        place = home.folder / damage.replace("g-1", _folders(home)[0])
        place.unlink()
        assert home.current() is None
        with pytest.raises(StoreError):
            home.reader()
        assert home.update(network(1), "1").way == "whole"
        _holds(home, list(network(1)))


def _start(script: str, *arguments: object) -> subprocess.Popen[str]:
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", script, here, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_writer_killed_at_any_moment_leaves_a_whole_graph_or_says_so(home: Generations) -> None:
    rng, half, whole = random.Random(7), 0, 0
    home.update(network(0), "0")
    for number in range(8):
        process = _start(WRITER, home.folder, number * 100 + 1)
        assert process.stdout
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        pointer = home.current()
        if pointer is None:
            assert home.is_half_built()
            half += 1
        else:
            _holds(home, list(network(int(pointer.state))))
            whole += 1
        home.update(network(number), str(number))
        _holds(home, list(network(number)))
        assert len(_folders(home)) == 1
    assert half + whole == 8


def test_readers_in_other_processes_never_see_half_of_an_update(home: Generations) -> None:
    home.update(network(0), "0")
    readers = [_start(READER, home.folder) for _ in range(2)]
    step = 0
    while any(reader.poll() is None for reader in readers):
        step += 1
        home.update(network(step), str(step))
    for reader in readers:
        out, err = reader.communicate(timeout=30)
        assert reader.returncode == 0, err
        assert int(out) == 4
    home.update(network(step + 1), "end")
    assert len(_folders(home)) == 1


@st.composite
def graphs(draw: st.DrawFn) -> list[Item]:
    """A small graph: nodes of changing kinds, edges and their values."""
    values = st.sampled_from([1, 2.5, "a\x00", "ក", True, [], ["x", ""], [1, 2]])
    names = draw(st.lists(st.sampled_from([f"m{n}" for n in range(6)]), unique=True, min_size=1))
    items: list[Item] = [
        Node(name, draw(st.sampled_from([PERSON, COMPANY])), {"id": name, "v": draw(values)})
        for name in sorted(names)
    ]
    ends = st.tuples(
        st.sampled_from(["OWNS", "PAID"]), st.sampled_from(names), st.sampled_from(names)
    )
    for kind, start, end in sorted(draw(st.sets(ends, max_size=6))):
        identity = f"e-{kind}-{start}-{end}"
        items.append(Edge(identity, kind, start, end, {"id": identity, "w": draw(values)}))
    return items


@settings(max_examples=8)
@given(st.lists(graphs(), min_size=2, max_size=4))
def test_increments_give_what_a_whole_build_gives(states: list[list[Item]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("clew.graph.generations.REBUILD_ABOVE", 10.0)
        home, fresh = Generations(Path(folder) / "a"), Generations(Path(folder) / "b")
        for number, items in enumerate(states):
            home.update(items, str(number))
            _holds(home, items)
        fresh.update(states[-1], "x")
        one, other = home.current(), fresh.current()
        assert one and other and one.digest == other.digest
        with fresh.reader() as reader:
            assert verify(reader).is_sound


def test_the_lenses_used_longest_ago_go_first(tmp_path: Path) -> None:
    for number in range(6):
        home = Generations(tmp_path / f"lens-{number}")
        home.update([Node("m1", PERSON, {"id": "m1"})], "1")
        os.utime(home.folder / "current", (number, number))
    reader = Generations(tmp_path / "lens-0").reader()
    os.utime(tmp_path / "lens-0" / "current", (0, 0))
    keep_lenses(tmp_path, 3)
    left = {path.name for path in tmp_path.glob("lens-*")}
    assert left == {"lens-0", "lens-3", "lens-4", "lens-5"}
    reader.close()
    keep_lenses(tmp_path)
    assert len(list(tmp_path.glob("lens-*"))) == 4
