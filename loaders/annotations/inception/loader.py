"""INCEpTION and WebAnno: UIMA CAS XMI, CAS JSON 0.4, WebAnno TSV 3, and zips of them.

https://inception-project.github.io/releases/latest/docs/user-guide.html#sect_formats. What tells
them: an XMI's namespace, a JSON's `%FEATURE_STRUCTURES`, a TSV's `#FORMAT=WebAnno TSV`, a zip's
folders or members of these. They are one tool, so that a newer export takes an earlier one's place
whichever way it was exported. An XMI's types come from the TypeSystem.xml beside it; without one
DKPro's names of features (Governor, Dependent, first, next, target) are known. dkpro-cassis and
lxml are not needed: expat reads an XMI in a sixth of cassis' time, refuses document types, and
never asks for anything outside; Java-serialised `.ser` files are never opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clew.graph.errors import InputError
from clew.loaders.annotations.inception.cas import Cas
from clew.loaders.annotations.inception.cas_items import items
from clew.loaders.annotations.inception.cas_json import read_json
from clew.loaders.annotations.inception.cas_xmi import read_xmi
from clew.loaders.annotations.inception.cas_xml import read_types
from clew.loaders.annotations.inception.paths import INITIAL, annotator
from clew.loaders.annotations.inception.project_zip import Project, is_project
from clew.loaders.annotations.inception.tsv_rows import FORMAT, OLDER
from clew.loaders.annotations.inception.webanno_tsv import read_tsv
from clew.loaders.archives import is_broken
from clew.loaders.base import Input, loader
from clew.loaders.items import Counted, Item, Text
from clew.loaders.suffixes import suffix_of

SPECIFICATION = "https://inception-project.github.io/releases/latest/docs/user-guide.html"
_HEAD = 65_536
_BOM = b"\xef\xbb\xbf"
_SUFFIXES = (".xmi", ".json", ".tsv", ".zip")
#: A project's files that hold no reading: its layers, its settings, documents before any mark.
_IGNORED = frozenset(
    {"TypeSystem.xml", "typesystem.xml", "exportedproject.json"}
    | {f"{INITIAL}{suffix}" for suffix in (*_SUFFIXES, ".ser")}
)
_NO_TEXT = "holds no text of a document: export the annotated document itself"
_NO_TEXT_HERE = "documents without a text"


def _sort(data: bytes) -> str:
    """Return what bytes are by their content: xmi, json, tsv, zip or ''."""
    head = data[:_HEAD].removeprefix(_BOM)
    if head.startswith(b"PK"):
        return "zip" if is_project(data) else ""
    if b"http://www.omg.org/XMI" in head and b"http:///uima/cas.ecore" in head:
        return "xmi"
    if head.lstrip()[:1] == b"{" and (b'"%FEATURE_STRUCTURES"' in data or b'"%TYPES"' in head):
        return "json"
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace").removesuffix("\r")
    return "tsv" if FORMAT.match(first) or OLDER.match(first) else ""


def _detect(file: Input) -> bool:
    data = file.bytes()
    return bool(_sort(data)) or (suffix_of(file.path) == ".zip" and is_broken(data))


@loader(
    "inception",
    title="INCEpTION, WebAnno (CAS XMI, CAS JSON, TSV 3, project zip)",
    suffixes=_SUFFIXES,
    specification=SPECIFICATION,
    detect=_detect,
    ignores=_IGNORED,
)
def inception(file: Input) -> Iterator[Item]:
    """Yield each document of a file, or of the exports in a zip, with what is said of it."""
    sort = _sort(file.bytes())
    if sort == "zip" or file.bytes().startswith(b"PK"):
        yield from _archive(file)
        return
    types = _types_beside(file) if sort == "xmi" else None
    cas = _read(sort, file.bytes(), types, _sources(file), _known(file))
    found, who = False, annotator(file.path, file.bytes(), file.peers.paths)
    for item in items(cas, file.name, file.profile, who, file.name):
        found = True
        yield item
    if not found:
        raise InputError(_NO_TEXT, file.name)


def _read(
    sort: str,
    data: bytes,
    types: bytes | None,
    sources: Iterable[str],
    known: Iterable[str] = (),
) -> Cas:
    if sort == "xmi":
        return read_xmi(data, read_types(types) if types else None)
    if sort == "json":
        return read_json(data)
    if sort != "tsv":
        raise InputError("is neither CAS XMI, CAS JSON nor WebAnno TSV: export it as one of them")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start}): export it again"
        raise InputError(reason, line=data.count(b"\n", 0, error.start) + 1) from None
    return read_tsv(text, sources, known)


def _types_beside(file: Input) -> bytes | None:
    """Return the type system in the file's folder, or in one above it."""
    named = f"{file.path.stem}-typesystem.xml"
    role = "configuration"
    found = file.neighbour("TypeSystem.xml", role) or file.neighbour(named, role)
    found = found or file.above("TypeSystem.xml", role)
    return found.bytes() if found else None


def _sources(file: Input) -> Iterator[str]:
    """Yield the texts that may be the one of a TSV: given, or beside it."""
    if file.text is not None:
        yield file.text_beside(".txt").plain()
    elif found := file.beside(".txt", "text"):
        yield found.characters("text")


def _known(file: Input) -> Iterator[str]:
    """Yield the texts of the case that may be, by their name, the one of a TSV."""
    for suffix in ("", ".xmi", ".json"):
        yield from (known.text for known in file.known(f"{file.path.stem}{suffix}"))


def _archive(file: Input) -> Iterator[Item]:
    """Yield the documents of a zip; a member that cannot be read is rejected beside the others."""
    # an annotator's own zip in the folders of a project
    outer = annotator(file.path, b"", ())
    archive = Project(file.bytes(), file.name, _sort)
    begun = False
    for member in archive.chosen():
        path = f"{file.name}/{member.document}"
        where = f"{file.name}/{member.path.as_posix()}"
        try:
            data, types = archive.content(member)
            cas = _read(_sort(data), data, types, archive.sources(member.document))
            found = items(cas, path, file.profile, member.annotator or outer, where)
            head = next(found, None)
        except InputError as error:
            archive.reject(member.path.as_posix(), error.reason, error.line)
            continue
        if head is None:
            archive.left_out[_NO_TEXT_HERE] += 1
            continue
        yield head
        yield from archive.told() if isinstance(head, Text) else ()
        begun = True
        yield from found
    if not begun:
        raise archive.failure(_NO_TEXT)
    yield from archive.told()
    for name, count in sorted(archive.left_out.items()):
        yield Counted(name, count, left_out=True)
