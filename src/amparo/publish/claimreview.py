"""Claims as schema.org ClaimReview, so that search engines and fact-checkers find what the record says of each figure."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from amparo.errors import BadInput
from amparo.publish import claims_page
from amparo.publish.links import anchor, is_web_address
from amparo.publish.release import Release
from amparo.publish.voice import Voice
from amparo.statements import interval

_CONTEXT = "https://schema.org"
_JUDGED = frozenset(claims_page.VERDICTS) - {"not_comparable"}
_PERSONS = frozenset({"official", "person"})


def documents(release: Release, voice: Voice) -> Sequence[Mapping[str, Any]]:  # Any: JSON documents
    """
    Return one ClaimReview for each claim that the record can be compared with.

    A claim that is not comparable is not reviewed: there is nothing that the record could say of it.
    """
    claims = claims_page.merged(claims_page.claims_of(release, voice), release.claims_report).values()
    return [_review(claim, release, voice) for claim in claims if claim.verdict in _JUDGED]


def embedded(release: Release, voice: Voice) -> str:
    """Return the reviews as JSON-LD for a page: no sign in it can end the element that holds it."""
    written = json.dumps({"@context": _CONTEXT, "@graph": documents(release, voice)}, ensure_ascii=True, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def file(release: Release, voice: Voice) -> bytes:
    """Return the reviews as a file."""
    document = {"@context": _CONTEXT, "@graph": documents(release, voice)}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _review(claim: claims_page.Claim, release: Release, voice: Voice) -> Mapping[str, Any]:  # Any: a JSON document
    row = claim.row
    said = f"{claim.says} · {voice.word('measure', row['measure'])} · {voice.word('population', row['population'])} · {claim.window}"
    appearances = [copy.row["source_url"] for copy in (claim, *claim.copies) if is_web_address(copy.row["source_url"])]
    published = _first_day(row["published_on"])
    item = {
        "@type": "Claim",
        "author": {"@type": "Person" if row["claimant_kind"] in _PERSONS else "Organization", "name": row["claimant"]},
        **({"datePublished": str(published)} if published else {}),
        "appearance": [{"@type": "CreativeWork", "url": url} for url in appearances],
    }
    return {
        "@type": "ClaimReview",
        "url": f"{release.address}{'' if voice.language == 'es' else 'en/'}claims.html#{anchor('claim', row['claim_id'])}",
        "inLanguage": voice.language,
        "claimReviewed": said,
        "datePublished": str(release.edition.known_at or release.as_of),
        "author": {"@type": "Organization", "name": voice.own(release.title)},
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": voice.word("verdict", claim.verdict or "none"),
            "ratingExplanation": " ".join((voice.t(f"verdict_meaning_{claim.verdict}"), *_own(claim, voice))),
        },
    }


def _first_day(edtf: str | None) -> date | None:
    """Return the first day that a date may mean; none of one that cannot be read, which is then only printed."""
    try:
        return interval(edtf or "")[0]
    except BadInput:
        return None


def _own(claim: claims_page.Claim, voice: Voice) -> Sequence[str]:
    return [voice.t("own_count", bounds=voice.bounds(*claim.own))] if claim.own else []
