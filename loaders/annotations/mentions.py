"""From a document's items to the batch of its annotations.

A mention claims that a thing of its kind stands here; a relation and each role of an event claim a
tie; attributes, notes and identifiers claim values; a set of what is the same claims SAME_AS from
each member to the next. Words of a value (a date, an amount) are no things: they become the `when`
or a value of what they stand in relation to, and are counted where they stand in none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clew.graph.model import Annotation, Batch, Document, normal_text
from clew.graph.unspaced import moved
from clew.loaders.annotations.aligned import faithful
from clew.loaders.annotations.check import check
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.events import event_claims
from clew.loaders.annotations.profile import Profile
from clew.loaders.annotations.relations import relation_claims, set_claims
from clew.loaders.annotations.said import Said
from clew.loaders.base import Input, Loader
from clew.loaders.items import Item, Text


def bare_batch(text: Text, file: Input, loader: Loader, profile: Profile) -> Batch:
    """Return a document's batch without its annotations: all that its digest rests on."""
    document = Document(text=normal_text(text.text), path=text.path, language=text.language)
    options: dict[str, object] = {"curated": True} if text.curated else {}
    if text.rebuilt:
        options["rebuilt"] = document.id
        document = faithful(document, file.known)
    return Batch(
        document=document,
        files=tuple(file.files),
        tool=loader.name,
        loader=f"{loader.name} {loader.version}",
        annotator=text.annotator,
        profile=profile.digest,
        options=json.dumps(options, sort_keys=True),
        facts={"text_by": text.by} if text.by else {},
    )


def annotate(
    bare: Batch, text: Text, items: Sequence[Item], file: Input, profile: Profile
) -> Batch:
    """Return the batch of one document: all that one file's annotator says of it."""
    checked = check(text, items, file)
    if (own := normal_text(text.text)) != bare.document.text:
        places = moved(own, bare.document.text)
        checked.spans = {one: places.spans(spans) for one, spans in checked.spans.items()}
    claims = Claims(bare.document, checked, profile)
    # in this order: relations and roles say when a mention's thing was
    ties = [*relation_claims(claims), *event_claims(claims), *set_claims(claims)]
    claims.left_out.update(checked.left_out)
    if text.by and (
        empty := sum(not page.strip() for page in text.text.removesuffix("\f").split("\f"))
    ):
        checked.counts["textless_pages"] = empty
    return replace(
        bare,
        annotations=(*_mentions(claims), *ties),
        counts=dict(sorted(checked.counts.items())),
        left_out={why: count for why, count in sorted(claims.left_out.items()) if count},
        unmapped=dict(sorted(claims.unmapped.items())),
        rejected=tuple(sorted(checked.rejected, key=lambda one: (one.file, one.line, one.reason))),
    )


def _mentions(claims: Claims) -> Iterator[Annotation]:
    ends = {mention: claims.end(mention) for mention in claims.checked.mentions}
    inner = _triggers_in_use(claims)
    for mention in claims.checked.mentions.values():
        end = ends[mention.id]
        label = mention.label
        if claims.profile.kind(label) is None and not claims.profile.ignores(label):
            claims.unmapped[label] += 1
        if end.refused:
            claims.left_out["single victims"] += 1
            yield _unnamed(claims, end, mention.line, mention.label)
        elif end.value:
            if mention.id not in claims.used:
                claims.left_out["values in no relation"] += 1
        elif mention.id not in claims.silent or mention.id in inner:
            yield from _mention(claims, end, mention.line, mention.label)


def _unnamed(claims: Claims, end: End, line: int, label: str) -> Annotation:
    """Return where a victim stands: what is no node is masked in quotes, too (rules 23, 25)."""
    return claims.mention(end, Said(protected=True), Origin(id=end.id, line=line, label=label))


def _mention(claims: Claims, end: End, line: int, label: str) -> Iterator[Annotation]:
    said = claims.dated(claims.said(end.id, label), end.kind)
    if claims.profile.ignores(label) and end.id not in claims.needed and not said.protected:
        claims.left_out["spans that the profile leaves out"] += 1
        return
    if said.value:
        said.keep("value", said.value)
    yield claims.mention(end, said, Origin(id=end.id, line=line, label=label))
    for told in said.values:
        origin = Origin(id=told.id, line=told.line, label=label)
        yield claims.value(end, told.name, told.value, said, origin)


def _triggers_in_use(claims: Claims) -> set[str]:
    """Return the triggers that other items speak of, so that they are things in any case."""
    checked = claims.checked
    named = [target for event in checked.events.values() for _, target in event.roles]
    named += [end for tie in checked.ties for end in (tie.start, tie.end)]
    named += [member for same in checked.sames for member in same.members]
    return {checked.trigger(identifier) for identifier in named}
