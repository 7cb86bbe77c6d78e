"""A page as Label Studio counts in it: the text of its nodes, and one for each `br`.

It takes scripts and frames out before it shows a page. A page in a frame of its own begins with its
first word; one set into the labelling interface begins with its first blank.
"""

from __future__ import annotations

from collections.abc import Iterator

from clew.loaders.texts.html import Element, Page

_TAKEN_OUT = frozenset({"script", "iframe"})

#: A text as it is counted in, and for each of its offsets, its end too, the one of the page's text.
Reading = tuple[str, list[int]]


def readings(page: Page) -> Iterator[Reading]:
    """Yield how the offsets in a page may count, the likelier first."""
    for taken_out in (_TAKEN_OUT, frozenset[str]()):
        for break_ in ("\n", ""):
            counted, places = _counted(page, taken_out, break_)
            blanks = len(counted) - len(counted.lstrip(" \t\n\f"))
            yield counted, places
            if blanks:
                yield counted[blanks:], places[blanks:]


def _counted(page: Page, taken_out: frozenset[str], break_: str) -> Reading:
    texts, places = list[str](), list[int]()
    waiting: list[Element | tuple[int, int]] = [page.body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            low, high = one
            texts.append(page.content[low:high])
            places.extend(page.places[low:high])
        elif one.name == "br" and break_:
            texts.append(break_)
            places.append(page.places[one.start])
        elif one.name not in taken_out:
            waiting.extend(reversed(one.children))
    return "".join(texts), [*places, page.places[-1]]
