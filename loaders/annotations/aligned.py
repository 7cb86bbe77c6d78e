"""A text rebuilt from tokens, read on the text that the case has (rule 1)."""

from __future__ import annotations

from clew.graph.known import Known, KnownText
from clew.graph.model import Document, document_id
from clew.graph.unspaced import SAME, same_text


def faithful(rebuilt: Document, known: Known) -> Document:
    """Return the document that a rebuilt one is but for its blanks, or this one where none is.

    That is the one where a reading of this very text stands: the same file again changes nothing.

    Else it is the faithful one of the very same blanks, else the one that came first; of rebuilt
    ones, whose blanks are all guessed, the one of the smallest id, so that it is the same in
    whichever order they come.
    """
    for one in known(SAME + rebuilt.id):
        return _document(one, rebuilt)
    hint = same_text(rebuilt.text)
    found = sorted(known(hint), key=lambda one: not one.sure or one.text != rebuilt.text)
    for one in found:
        better = one.sure or document_id(one.text) < rebuilt.id
        if better and same_text(one.text) == hint:
            return _document(one, rebuilt)
    return rebuilt


def _document(one: KnownText, rebuilt: Document) -> Document:
    return Document(text=one.text, path=one.path, language=one.language or rebuilt.language)
