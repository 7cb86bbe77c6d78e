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


@pytest.mark.parametrize("text", SKIPS.values(), ids=SKIPS.keys())
@pytest.mark.parametrize("ci", ["true", ""])
def test_a_skip_fails_only_where_ci_is_true(ci: str, text: str, root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "checkout" / "tests"
    folder.mkdir(parents=True)
    shutil.copy(root / "tests" / "conftest.py", folder)
    (folder / "test_other.py").write_text("def test_other(): pass\n" + text, encoding="utf-8")
    (folder / "test_runs.py").write_text("def test_runs(): pass\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder],
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
    )
    assert "1 passed" in done.stdout or "2 passed" in done.stdout
    assert (done.returncode != 0) == (ci == "true"), done.stdout
