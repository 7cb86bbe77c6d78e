"""A relation `sanctioned_by` from a target to an authority: the designation that it tells of.

Rule 14: what a text calls a sanctioning is a Sanction, and the authority is its value and no node
of it. Where nobody marked the designation's own words, it stands at those of the authority. So the
tie's claim is the same one, whatever is made of it (rule 2).
"""

from __future__ import annotations

from collections.abc import Iterator

from clew.graph.model import Annotation, reference
from clew.graph.schema import check_tie, schema
from clew.loaders.annotations.claims import Claims, End, Origin
from clew.loaders.annotations.rules import TieRule
from clew.loaders.annotations.said import Said

_TIE, _KIND, _AUTHORITY = "SANCTIONED_BY", "Sanction", "authority"
_STATES = ("PublicBody", "IntergovernmentalBody", "Place")
_TARGETS = ("Person", "Company")


def tie_claims(
    claims: Claims, rule: TieRule, start: End, end: End, said: Said, origin: Origin
) -> Iterator[Annotation]:
    """Yield a tie; one from a target to an authority with the Sanction in the authority's place."""
    target, authority = (end, start) if rule.swap else (start, end)
    if _is_said_by_the_authority(rule.tie, target.kind, authority.kind):
        target, authority = authority, target
    if not _is_designation(rule.tie, target.kind, authority.kind):
        yield claims.tie(rule, start, end, said, origin)
        return
    root = schema().root(_KIND)
    sanction = authority._replace(
        kind=_KIND, reference=reference(claims.document, authority.anchor, root)
    )
    own = Said(
        status=said.status,
        attribution=said.attribution,
        negated=said.negated,
        protected=said.protected or claims.hidden(authority),
    )
    yield claims.tie(TieRule(_TIE), target, sanction, said, origin)
    claims.needed.add(authority.id)
    yield claims.mention(sanction, own, origin)
    yield claims.value(sanction, _AUTHORITY, claims.words(authority), own, origin, authority)


def _is_said_by_the_authority(tie: str, start: str, end: str) -> bool:
    """Say whether it is `a state sanctioned X`: else the state itself would be the target.

    People, companies and things designate nobody.
    """
    known = schema()
    of_states = any(known.is_a(start, kind) for kind in _STATES)
    may_be = any(known.is_a(end, kind) for kind in _TARGETS) or not known.is_a(end, "LegalEntity")
    designates = any(known.is_a(end, kind) for kind in _STATES)
    return tie == _TIE and of_states and may_be and not (designates or check_tie(tie, end, _KIND))


def _is_designation(tie: str, target: str, authority: str) -> bool:
    """Say whether a tie of these kinds can only be read so: states and their bodies designate.

    An organization of no such kind does where its target is no such body: `Treasury sanctioned UN`
    says it the other way round, which only the profile can know (`swap`).
    """
    if tie != _TIE or check_tie(tie, target, _KIND):
        return False
    known = schema()
    if any(known.is_a(authority, kind) for kind in _STATES):
        return True
    return authority == "Organization" and not any(known.is_a(target, kind) for kind in _STATES)
