"""A skip is a note to a developer and a failure in continuous integration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='x')\ndef test_it(): pass\n",
    "call": "import pytest\ndef test_it(): pytest.skip('x')\n",
    "fixture": "def test_it(shared): pass\n",
    "module": "import pytest\npytest.importorskip('no_such_module')\ndef test_it(): pass\n",
}


@pytest.mark.parametrize(
    ("ci", "closing"), [("", "1 passed, 4 skipped"), ("true", "1 failed, 1 passed, 3 errors")]
)
def test_a_skip_fails_only_where_ci_is_true(
    ci: str, closing: str, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "checkout" / "tests"
    folder.mkdir(parents=True)
    shutil.copy(root / "tests" / "conftest.py", folder)
    for name, text in (SKIPS | {"none": "def test_it(): pass\n"}).items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    options = ["-q", "--import-mode=importlib", "--continue-on-collection-errors"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, folder],
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1].startswith(closing), done.stdout
    assert (done.returncode != 0) == (ci == "true")
