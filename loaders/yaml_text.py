"""YAML that users write: read as words, each knowing its line, so that no entry is lost or guessed.

Every plain scalar stays the word it is (`no`, `2024`, `2024-09-12`) except for null; a key that
stands twice is an error and not a silent loss; nothing is ever run or made of it.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

from clew.graph.errors import InputError

_NULL = "tag:yaml.org,2002:null"
_TEXT = "tag:yaml.org,2002:str"


class Word(str):
    """A scalar of a YAML file and its line (from 1)."""

    __slots__ = ("line",)
    line: int


def read_yaml(path: Path) -> Any:
    """Return what a YAML file says: None, Word, list or dict; raises InputError with the line."""
    import yaml

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot be read as UTF-8 text: check the path", str(path)) from None
    try:
        return yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        line = mark.line + 1 if (mark := getattr(error, "problem_mark", None)) else 0
        problem = str(getattr(error, "problem", ""))
        reason = problem if problem in _OURS else "is not YAML: check indents and colons"
        raise InputError(reason, str(path), line) from None
    except RecursionError:
        raise InputError("is nested too deeply", str(path)) from None


_TWICE = "has an entry that an earlier line has, too: keep one of them"
_HALF = "has half of a pair of surrogates, which is no character: mend it"
_OURS = (_TWICE, _HALF)


@cache
def _loader() -> type:
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {
            first: [(tag, form) for tag, form in tags if tag == _NULL]
            for first, tags in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        yaml_constructors = {
            tag: make
            for tag, make in yaml.SafeLoader.yaml_constructors.items()
            if tag is None or tag.rpartition(":")[2] in ("null", "seq", "map")
        }

        def word(self, node: yaml.ScalarNode) -> Word:
            word = Word(self.construct_scalar(node))
            word.line = node.start_mark.line + 1
            if any("\ud800" <= sign <= "\udfff" for sign in word):
                raise yaml.constructor.ConstructorError(None, None, _HALF, node.start_mark)
            return word

        def construct_mapping(
            self, node: yaml.MappingNode, deep: bool = False
        ) -> dict[Hashable, Any]:
            found = super().construct_mapping(node, deep=deep)
            if len(found) < len(node.value):
                keys = [self.construct_object(key, deep=True) for key, _ in node.value]
                again = next(n for n, key in enumerate(keys) if key in keys[:n])
                mark = node.value[again][0].start_mark
                raise yaml.constructor.ConstructorError(None, None, _TWICE, mark)
            return found

    Loader.add_constructor(_TEXT, Loader.word)
    return Loader
