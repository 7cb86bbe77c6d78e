"""The house rules that no other tool holds: see CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("graph", "loaders", "queries")
HEAVY = {
    "antlr4",
    "anyascii",
    "arcadedb",
    "neo4j",
    "networkx",
    "numpy",
    "pyarrow",
    "pyvis",
    "rdflib",
    "rich",
    "yaml",
}


def modules() -> list[Path]:
    """Every module of the package, each once: the links are not walked."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    found += (ROOT / "src" / "clew").glob("*.py")
    found += (ROOT / "src" / "clew" / "cli").rglob("*.py")
    return sorted(found)


def tracked() -> list[Path]:
    """Every file of the house that people write, as paths from the root."""
    names = ("benchmarks", "docs", "notebooks", "src/clew", "tests", ".ci", *FOLDERS)
    found = [path for name in names for path in (ROOT / name).rglob("*")]
    found += ROOT.glob("*.*")
    kinds = {"", ".css", ".cypher", ".ipynb", ".js", ".md", ".py", ".sql", ".toml", ".txt", ".yaml"}
    strange = {"__pycache__", "vendor"}
    return [p for p in found if p.is_file() and p.suffix in kinds and not strange & {*p.parts}]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_links_lead_to_the_three_folders() -> None:
    for name in FOLDERS:
        link = ROOT / "src" / "clew" / name
        assert link.is_symlink(), f"src/clew/{name} is not a link: git config core.symlinks true"
        assert link.resolve() == ROOT / name


def test_all_is_sorted_and_true() -> None:
    import clew

    assert clew.__all__ == sorted(set(clew.__all__))
    assert [name for name in clew.__all__ if not hasattr(clew, name)] == []
    stray = [
        name
        for name, value in vars(clew).items()
        if not name.startswith("_")
        and not isinstance(value, ModuleType)
        and name not in {"TYPE_CHECKING", "annotations"}
    ]
    assert set(stray) <= set(clew.__all__)


def test_import_clew_brings_nothing_heavy() -> None:
    code = "import sys, clew; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(out.stdout.split())


def test_imports_point_down_only() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " 0 broken" in run.stdout


def test_stores_never_see_a_claim() -> None:
    words = {"Annotation", "Batch", "Claim", "Document", "Mention"}
    for path in (ROOT / "graph" / "stores").rglob("*.py"):
        seen = {name.rpartition(".")[2] for name in imports(path) if ".model." in name}
        assert not seen & words, path.name


def test_modules_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in modules()}
    tests = {str(p.relative_to(ROOT)): lines(p) for p in (ROOT / "tests").rglob("*.py")}
    long = [name for name, size in (sizes | tests).items() if size > 300]
    assert [name for name in long if not name.startswith("tests/data/")] == []
    assert statistics.median(sizes.values()) < 120


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *extras["jvm"], *extras["neo4j"]]
    named += [*extras["notebook"], *extras["parquet"], *extras["rdf"], *extras["text"]]
    declared = {re.split(r"[^\w.-]", name)[0].lower() for name in named}
    homes = metadata.packages_distributions()
    tops = {name.partition(".")[0] for path in modules() for name in imports(path)}
    for top in tops - set(sys.stdlib_module_names) - {"clew"}:
        guess = top.replace("_", "-")  # of an extra that is not installed here
        assert {home.lower() for home in homes.get(top, [guess])} & declared, top


@pytest.mark.parametrize(
    "words",
    [
        r"\b(?:python[h]osted|py[p]i|npm[j]s|crate[s]|mave[n])\.(?:org|io)\b",
        r"(?<![\w.])/(?:wor[k]|roo[t]|tmp/[w])/",
        r"\b(?:TOD[O]|FIXM[E]|XX[X])\b",
    ],
    ids=["hosts", "paths", "unfinished"],
)
def test_no_file_names_what_it_must_not(words: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if re.search(words, line)
    ]
    assert found == []
