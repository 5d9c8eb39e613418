"""Drops what was refused, when the repairs are used up; None when too little is left."""

from tasks.records import INSIGHT_PARTS, SECTIONS, Digest, Insight, Verdict

LEAST_SUMMARY_SENTENCES = 2
LEAST_INSIGHT_PARTS = 3


def trim(digest: Digest, verdict: Verdict) -> Digest | None:
    """The digest without refused sentences and fields; a refused title becomes "".

    None when fewer than two summary sentences are left, or when the digest as a whole is about
    something else: the paper is published as an extract then.
    """
    if _is_off_topic(verdict):
        return None
    refused = {(refusal.section, refusal.index) for refusal in verdict.refusals}
    kept = {
        part: tuple(x for n, x in enumerate(getattr(digest, part)) if (part, n) not in refused)
        for part in (*SECTIONS, "fields")
    }
    if len(kept["summary"]) < LEAST_SUMMARY_SENTENCES:
        return None
    title = "" if ("title_ko", None) in refused else digest.title_ko
    return digest.model_copy(update={**kept, "title_ko": title})


def trim_insight(insight: Insight, verdict: Verdict) -> Insight | None:
    """The synthesis without refused sentences.

    None without findings, with fewer than 3 parts, or when it is about something else as a whole.
    """
    if _is_off_topic(verdict):
        return None
    refused = {(refusal.section, refusal.index) for refusal in verdict.refusals}
    kept: dict[str, tuple[object, ...]] = {
        part: tuple(x for n, x in enumerate(getattr(insight, part)) if (part, n) not in refused)
        for part in INSIGHT_PARTS
    }
    if not kept["findings"] or sum(map(bool, kept.values())) < LEAST_INSIGHT_PARTS:
        return None
    return insight.model_copy(update=kept)


def _is_off_topic(verdict: Verdict) -> bool:
    return any(refusal.rule == "topic" and refusal.section is None for refusal in verdict.refusals)
