"""Hostile files that are broken, blow up, or ask for what lies outside the input.

Files of the folder `outside` hold CANARY; the texts hold SECRET, which no message may repeat.
"""

from __future__ import annotations

import io
import json
import pickle
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cas_files import SPAN, Mark, Marked, cas_json, tsv, type_system, xmi

SECRET, CANARY = "Xylophon", "Qanarybird"
TEXT = f"{SECRET} owns Quagga Resort."
MARKED = Marked(TEXT, [Mark(SPAN, 0, len(SECRET), {"value": "Person"})])
DATA = Path(__file__).parent / "data"
#: A sample of each format in JSON, and how it is told where it cannot be read.
SAMPLES = (
    "doccano/sample/relations/invented.jsonl",
    "hypothesis/sample/story.json",
    "inception/sample/note.json",
    "label-studio/sample/invented.json",
    "label-studio/sample/invented_min.json",
    "prodigy/sample/relations.jsonl",
    "tokens/sample/docred.json",
    "tokens/sample/dygie.jsonl",
    "tokens/sample/spert.json",
    "tokens/sample/tacred.json",
    "tokens/sample/tags.jsonl",
    "w3c/sample/note.json",
)
DEPTH = 100_000


@dataclass(frozen=True)
class Hostile:
    """One case: files by name, what is said of them ('' where nothing is), how often at most."""

    files: dict[str, bytes]
    says: str
    most: int = 1


def broken_json() -> Iterator[tuple[str, Hostile]]:
    """Yield the samples with what no JSON, or no sound one, holds in their first object."""
    inside = {
        "deep lists": b"[" * DEPTH + b"]" * DEPTH,
        "deep objects": b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
        "half a letter": b'"\\ud800"',
        "no number": b"NaN",
    }
    for sample in SAMPLES:
        data = (DATA / sample).read_bytes()
        name = f"a{Path(sample).suffix}"
        stem = sample.replace("/sample/", " ").replace("/", " ")
        for why, value in inside.items():
            broken = data.replace(b"{", b'{"zz": ' + value + b", ", 1)
            yield f"{stem} {why}", Hostile({name: broken}, ".")
        yield f"{stem} cut", Hostile({name: data[: len(data) * 2 // 3]}, ".")
        yield f"{stem} binary", Hostile({name: data[:40] + b"\0" + data[40:]}, ".")
        yield f"{stem} in UTF-16", Hostile({name: data.decode().encode("utf-16")}, ".")
    for why, data in (("lists", b"[" * DEPTH), ("objects", b'{"a":' * DEPTH)):
        for suffix in (".json", ".jsonl", ".jsonld", ".ndjson"):
            yield f"nothing but {why} {suffix}", Hostile({f"a{suffix}": data}, ".")


def _laughs() -> str:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'


def broken_xml(outside: Path) -> Iterator[tuple[str, Hostile]]:
    """Yield XMI, type systems and zips of them that declare entities, or ask for other files."""
    secret = (outside / "secret.txt").as_uri()
    heads = {
        "an entity": '<!DOCTYPE x [<!ENTITY a "b">]>',
        "a file as an entity": f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret}">]>',
        "a parameter entity": f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{secret}"> %a;]>',
        "a DTD": f'<!DOCTYPE x SYSTEM "{(outside / "x.dtd").as_uri()}">',
        "a DTD of the network": '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
        "billion laughs": _laughs(),
    }
    sound, types = xmi(MARKED), type_system()
    for why, head in heads.items():
        made, typed = (whole.replace("\n", f"\n{head}\n", 1) for whole in (sound, types))
        used = made.replace("owns", "&a;" if "ENTITY a" in head else "&l9;")
        pair = {"a.xmi": used.encode(), "TypeSystem.xml": types.encode()}
        yield f"xmi {why}", Hostile(pair, "document type")
        other = {"a.xmi": sound.encode(), "TypeSystem.xml": typed.encode()}
        yield f"type system {why}", Hostile(other, "document type")
        yield f"zip {why}", Hostile({"a.zip": zipped(pair)}, "document type")
    included = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}"/><cas:NULL'
    asked = sound.replace("<cas:NULL", included, 1).replace(
        "sofaString", f'sofaURI="{secret}" sofaString'
    )
    files = {"a.xmi": asked.encode(), "TypeSystem.xml": types.encode()}
    yield "xmi that includes a file", Hostile(files, "")
    kind = "<typeDescription><name>{}</name><supertypeName>{}</supertypeName></typeDescription>"
    circle = f"<x><types>{kind.format('a.A', 'a.B')}{kind.format('a.B', 'a.A')}</types></x>"
    tower = "".join(kind.format(f"a.{n}", f"a.{n + 1}") for n in range(20_000))
    for why, made in (("a circle", circle), ("a tower", f"<x><types>{tower}</types></x>")):
        files = {"a.xmi": sound.encode(), "TypeSystem.xml": made.encode()}
        yield f"type system with {why}", Hostile(files, "above")
    own = cas_json(MARKED).replace('"%TYPES": {', '"%TYPES": {"a.A": {"%SUPER_TYPE": "a.A"}, ', 1)
    yield "cas json with a type above itself", Hostile({"a.json": own.encode()}, "above itself")
    imported = types.replace("<types>", f'<imports><import location="{secret}"/></imports><types>')
    files = {"a.xmi": sound.encode(), "TypeSystem.xml": imported.encode()}
    yield "type system that imports a file", Hostile(files, "")


def zipped(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """Return a zip of these members, and of links to these places."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for name, to in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, to)
    return out.getvalue()


def zips(outside: Path) -> Iterator[tuple[str, Hostile]]:
    """Yield zips with names that lead out, links, members that lie, and damage."""
    sound = {"annotation/a.txt/anna.tsv": tsv(MARKED).encode()}
    for why, name in (
        ("above", "../annotation/b/c.tsv"),
        ("far above", "../" * 40 + f"{outside.as_posix().lstrip('/')}/c.tsv"),
        ("absolute", f"{outside.as_posix()}/annotation/b/c.tsv"),
        ("of Windows", "..\\\\annotation\\\\b\\\\c.tsv"),
    ):
        files = {"a.zip": zipped({**sound, name: tsv(MARKED).encode()})}
        yield f"zip with a name {why}", Hostile(files, "leads out of the zip")
    link = zipped(sound, {"annotation/b.txt/anna.tsv": str(outside / "secret.txt")})
    yield "zip with a link", Hostile({"a.zip": link}, "is a link")
    text = zipped({}, {"source/a.txt": str(outside / "secret.txt"), "annotation/a/b.tsv": "/"})
    yield "zip of links", Hostile({"a.zip": text}, ".", most=2)
    yield "zip that is cut", Hostile({"a.zip": zipped(sound)[:-30]}, ".")
    yield (
        "zip within zips",
        Hostile({"a.zip": zipped({"annotation/a/b.zip": zipped({"c.zip": zipped(sound)})})}, "."),
    )
    yield "zip of ten gigabytes of zeros", Hostile({"a.zip": _zeros(10 * 1024)}, "unpacks to more")
    marks, linked = b"T1\tPerson 0 8\tXylophon\n", {"x/a.txt": str(outside / "secret.txt")}
    pair = {"x/a.ann": marks, "x/a.txt": TEXT.encode()}
    lead = {**pair, "../b.ann": marks}
    yield "brat zip with a name above", Hostile({"a.zip": zipped(lead)}, "leads out of the zip")
    yield (
        "brat zip with a link",
        Hostile({"a.zip": zipped({"x/a.ann": marks}, linked)}, "is a link"),
    )
    yield "brat zip of zeros", Hostile({"a.zip": _zeros(10 * 1024, "x/a.ann")}, "unpacks to more")
    yield "zip of a zip", Hostile({"a.zip": zipped({"a.zip": zipped(pair)})}, "unpack it")
    ser = {
        "annotation_ser/a.txt/anna.ser": b"\xac\xed\x00\x05sr\x00\x08evil",
        "exportedproject.json": b"{}",
    }
    yield "zip of Java", Hostile({"a.zip": zipped(ser)}, "UIMA CAS XMI")


def _zeros(megabytes: int, name: str = "annotation/a.txt/anna.tsv") -> bytes:
    """Return a zip whose only member unpacks to so many megabytes of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, block * megabytes)
    data = bytearray(out.getvalue())
    central = data.rindex(b"PK\x01\x02")
    for method, size in ((8, 22), (central + 10, central + 24)):  # it is stored as if unpacked
        struct.pack_into("<H", data, method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", data, size, 2**32 - 2)
    return bytes(data)


def binaries() -> Iterator[tuple[str, Hostile]]:
    """Yield what a DocBin and a list are not."""
    packed = {
        "of zeros": zlib.compress(bytes(200 * 1024**2), 1),
        "that is deep": zlib.compress(b"\x91" * DEPTH),
        "of a huge list": zlib.compress(b"\xdd\xff\xff\xff\xff"),
        "of a pickle": zlib.compress(pickle.dumps(Path("x"))),
        "that is cut": zlib.compress(b"\x80")[:-3],
    }
    for why, data in packed.items():
        yield f"docbin {why}", Hostile({"a.spacy": data}, ".")
    row = b'1,"Alpha, Ana","individual","X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    for why, data in {
        "with a short row": row + b"2,x\n",
        "with a long cell": row + b'2,"' + b"x" * 200_000 + b'","individual"\n',
        "that is binary": row + b"\0\n",
        "without an end": row + b'2,"x\n' * 9,
    }.items():
        yield f"ofac {why}", Hostile({"sdn.csv": data}, ".")


def asking(outside: Path) -> Iterator[tuple[str, Hostile]]:
    """Yield exports that name files outside as their texts, their contexts or their pages."""
    places = {
        "a path": str(outside / "secret.txt"),
        "an address": (outside / "secret.txt").as_uri(),
        "a way up": "../../outside/secret.txt",
    }
    for why, place in places.items():
        yield from _asking(why, place)


def _asking(why: str, place: str) -> Iterator[tuple[str, Hostile]]:
    def pack(value: Any) -> bytes:
        return json.dumps(value).encode()

    tag = {"type": "TextualBody", "purpose": "tagging", "value": "Person"}
    quote = {"type": "TextQuoteSelector", "exact": CANARY}
    made: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/anno.jsonld", place],
        "id": "#1",
        "type": "Annotation",
    }
    made |= {"body": tag, "target": {"source": place, "selector": quote}}
    yield f"w3c {why}", Hostile({"a.jsonld": pack(made)}, "text is not there")
    row: dict[str, Any] = {
        "id": "x",
        "uri": place,
        "user": "acct:a@h",
        "tags": ["Person"],
        "group": "__world__",
    }
    row |= {
        "group": "__world__",
        "created": "2024-01-01T00:00:00Z",
        "text": "",
        "target": [{"source": place, "selector": [quote]}],
    }
    yield (
        f"hypothesis {why}",
        Hostile({"a.json": pack({"total": 1, "rows": [row]})}, "text is not there"),
    )
    value = {"start": 0, "end": 5, "text": CANARY, "labels": ["Person"]}
    region = {"id": "r", "type": "labels", "from_name": "l", "to_name": "text", "value": value}
    task = {"id": 1, "data": {"text": place}, "annotations": [{"id": 1, "result": [region]}]}
    yield f"label-studio {why}", Hostile({"a.json": pack([task])}, ".")
    prodigy = {
        "text": TEXT,
        "meta": {"source": place},
        "path": place,
        "spans": [],
        "answer": "accept",
    }
    yield f"prodigy {why}", Hostile({"a.jsonl": pack(prodigy)}, "")
    rows = f"# newdoc id = {place}\n# text = {TEXT}\n{SECRET}\tB-PER\nowns\tO\n\n"
    yield f"conll {why}", Hostile({"a.conll": rows.encode()}, "")
    conf = f"[spans]\n<{place}>\n!{place}\n".encode()
    brat = {"a.ann": b"T1\tPerson 0 8\tXylophon\n", "a.txt": TEXT.encode(), "annotation.conf": conf}
    yield f"brat {why}", Hostile(brat, "")
