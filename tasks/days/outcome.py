"""How a day ended, and why: decided from what was published and what the model did not bring."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from tasks.records import EXTRACTIVE, Edition, Listing, Outcome
from tasks.run.errors import ModelUnreachable, NonmunError, PaperError, RunStopped, UsageError

Missed = Mapping[str, NonmunError]
"""Why an answer of the model is missing, by what it is about."""

MOST_REASONS = 3
"""So many reasons are told one by one; a line with more is read by nobody."""
MOST_RULES = 2


def ends_the_day(error: NonmunError | None, *, has_answers: bool) -> bool:
    """True when nothing of the day is to be published after this error of a model call.

    `has_answers` says that the store has some for the day: then what there is is published, and a
    later run asks for the rest. With wrong settings, and when somebody stopped the run, nothing is.
    """
    nobody_there = isinstance(error, ModelUnreachable) and not has_answers
    return nobody_there or isinstance(error, UsageError | RunStopped)


def outcome(edition: Edition, listing: Listing, *, first: bool, revised: bool) -> Outcome:
    """How the day ended whose edition is published, its `first` one or a `revised` one."""
    if listing.unread or edition.pending:
        return "incomplete"
    if first:
        return "published"
    return "revised" if revised else "unchanged"


def why_incomplete(edition: Edition, listing: Listing, missed: Missed) -> str | None:
    """What is missing and why, on one line; None for a day that is done.

    Answers that are missing for the same reason are told together, with what helps.
    """
    if not (edition.pending or listing.unread):
        return None
    reasons = [f"{name}: not to be read in Hugging Face's list" for name in listing.unread]
    reasons += _told_together(missed)
    if not edition.has_chart:
        reasons.append("the chart is missing, see the log for what to install")
    untold = len(reasons) - MOST_REASONS
    more = f" (and {untold} more)" if untold > 0 else ""
    told = "; ".join(reasons[:MOST_REASONS]) + more
    return told or f"{edition.pending} answers are still missing"


def _told_together(missed: Missed) -> Iterator[str]:
    alike: dict[str, list[str]] = defaultdict(list)
    for name, error in sorted(missed.items()):
        alike[_trouble(error) or str(error)].append(name)
    for trouble, names in sorted(alike.items(), key=lambda item: -len(item[1])):
        first = missed[names[0]]
        if len(names) == 1:
            yield f"{names[0]}: {first}{_hint(first)}"
        else:
            yield f"{len(names)} answers, {names[0]} first: {trouble}{_hint(first)}"


def _trouble(error: NonmunError) -> str:
    return error.trouble if isinstance(error, PaperError) else ""


def _hint(error: NonmunError) -> str:
    return f" ({error.hint})" if isinstance(error, PaperError) and error.hint else ""


def why_unverified(edition: Edition) -> str | None:
    """By which rules most was refused where nothing that the model wrote is published."""
    account = edition.account
    if edition.model == EXTRACTIVE or account.verified or account.trimmed or not account.extracts:
        return None
    rules = Counter(omission.rule for row in edition.papers for omission in row.dropped)
    most = ", ".join(rule for rule, _ in rules.most_common(MOST_RULES))
    refused = f": most were refused by {most}" if most else ""
    return f"0 verified, {account.extracts} extracts{refused}"


def why_empty(listing: Listing) -> str:
    """What was found in place of a list, on one line."""
    shown = f"Hugging Face shows {listing.shown_day}" if listing.shown_day else "the list is empty"
    return f"no papers on this day, {shown}; nothing is published"
