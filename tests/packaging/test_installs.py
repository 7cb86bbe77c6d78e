"""Every way of installing Clew gives the same files, and they work.

Built from a clone of the last commit, so that a half-written file beside it disturbs nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

FOLDERS = ("graph", "loaders", "queries")
SMOKE = """
import importlib, pkgutil, sys, clew
assert clew.__file__.startswith(sys.prefix), clew.__file__
for module in pkgutil.walk_packages(clew.__path__, "clew."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""

GLANCE = """
import sys, clew
answer = clew.open(sys.argv[1]).ask("ties", start="Ly Yong Phat", to="Compound")
assert "vis-network" in answer.to_pyvis().to_html()
"""


def run(command: Sequence[str | Path], cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def clone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the last commit, with symlinks."""
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("the packaging tests need git and a checkout: run `make system`")
    folder = tmp_path_factory.mktemp("clone") / "clew"
    run(["git", "clone", "--quiet", root, folder])
    return folder


@pytest.fixture(scope="module")
def built(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, clone])
    return folder


def files_of(clone: Path) -> dict[str, str]:
    """What the package should hold: path below clew/ to digest."""
    places = {"": clone / "src" / "clew"} | {f"{name}/": clone / name for name in FOLDERS}
    listed = run(["git", "-C", clone, "ls-files"]).splitlines()
    found = {}
    for prefix, folder in places.items():
        for name in listed:
            path = clone / name
            if path.is_relative_to(folder) and not path.is_dir():
                key = prefix + path.relative_to(folder).as_posix()
                found[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def files_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def install(what: str | Path, folder: Path) -> Path:
    """Install into an empty environment that borrows its dependencies from this one."""
    run([sys.executable, "-m", "venv", "--without-pip", folder])
    here, site = (
        run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
        for python in (sys.executable, folder / "bin" / "python")
    )
    Path(site.strip(), "borrowed.pth").write_text(here, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--quiet"]
    alone = ["--ignore-installed", "--no-deps", "--no-build-isolation"]
    run([*pip, "install", *alone, str(what)])
    return folder


def wheel(clone: Path, built: Path, scratch: Path) -> Path:
    return next(built.glob("*.whl"))


def sdist(clone: Path, built: Path, scratch: Path) -> Path:
    return next(built.glob("*.tar.gz"))


def checkout_without_symlinks(clone: Path, built: Path, scratch: Path) -> Path:
    folder = scratch / "flat"
    run(["git", "-c", "core.symlinks=false", "clone", "--quiet", clone, folder])
    assert not (folder / "src" / "clew" / "graph").is_symlink()
    return folder


def git_address(clone: Path, built: Path, scratch: Path) -> str:
    return f"git+{clone.as_uri()}"


@pytest.mark.parametrize("way", [wheel, sdist, checkout_without_symlinks, git_address])
def test_each_way_of_installing_gives_the_same_working_package(
    way: Callable[[Path, Path, Path], str | Path], clone: Path, built: Path, tmp_path: Path
) -> None:
    venv = install(way(clone, built, tmp_path), tmp_path / "venv")
    site = next(venv.glob("lib/*/site-packages"))
    assert files_in(site / "clew") == files_of(clone)
    modules = run([venv / "bin" / "python", "-c", SMOKE], cwd=tmp_path).split()
    assert "clew.graph.model" in modules
    shown = run([venv / "bin" / "clew", "--help"], cwd=tmp_path)
    assert "import" in shown
    answered = run([venv / "bin" / "clew", "demo", tmp_path / "sample"], cwd=tmp_path)
    assert "Ly Yong Phat" in answered
    page = tmp_path / "page.html"
    ask = ["view", "--case", str(tmp_path / "sample"), "Ly Yong Phat", "-o", str(page)]
    run([venv / "bin" / "clew", *ask], cwd=tmp_path)
    assert "cytoscape" in page.read_text(encoding="utf-8")
    run([venv / "bin" / "python", "-c", GLANCE, tmp_path / "sample"], cwd=tmp_path)


def test_the_listed_packages_are_the_folders_that_hold_modules(root: Path) -> None:
    setup = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    places: Mapping[str, str] = setup["package-dir"]
    folders = {"clew": root / "src" / "clew"} | {f"clew.{name}": root / name for name in FOLDERS}
    expected = {
        ".".join([top, *path.parent.relative_to(folder).parts])
        for top, folder in folders.items()
        for path in folder.rglob("*.py")
        if not any(part.is_symlink() for part in path.parents)
    }
    assert set(setup["packages"]) == expected
    assert setup["packages"] == sorted(setup["packages"])
    assert places == {"": "src", **{f"clew.{name}": name for name in FOLDERS}}


def test_the_sdist_holds_what_its_tests_need_and_nothing_twice(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "Makefile", "tests/conftest.py", "graph/model.py"}
    wanted |= {"notebooks/01-first-case.ipynb", "graph/view/static/vendor/cytoscape.min.js"}
    assert wanted <= names
    assert not [name for name in names if name.startswith("src/clew/graph")]


def test_locked_versions_name_no_host_and_hold_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    for lock in ("run", "test", "dev", "jvm"):
        text = (root / "requirements" / f"{lock}.txt").read_text("utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert pins and all("==" in pin for pin in pins)
        if lock != "jvm":
            names = {pin.partition("==")[0] for pin in pins}
            wanted = {name.replace("=", ">").partition(">")[0] for name in project["dependencies"]}
            assert wanted <= names
