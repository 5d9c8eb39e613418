"""How a day ended, and why: decided from what was published and what the model did not bring."""

from collections.abc import Mapping

from tasks.records import Edition, Listing, Outcome
from tasks.run.errors import ModelUnreachable, NonmunError, RunStopped, UsageError

MOST_REASONS = 3
"""So many reasons are told one by one; a line with more is read by nobody."""


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


def why_incomplete(edition: Edition, listing: Listing, missed: Mapping[str, str]) -> str | None:
    """What is missing and why, on one line; None for a day that is done.

    `missed` says why an answer of the model is missing, by what it is about.
    """
    if not (edition.pending or listing.unread):
        return None
    reasons = [f"{name}: not to be read in Hugging Face's list" for name in listing.unread]
    reasons += [f"{name}: {reason}" for name, reason in sorted(missed.items())]
    if not edition.has_chart:
        reasons.append("the chart is missing, see the log for what to install")
    untold = len(reasons) - MOST_REASONS
    more = f" (and {untold} more)" if untold > 0 else ""
    return (
        "; ".join(reasons[:MOST_REASONS]) + more or f"{edition.pending} answers are still missing"
    )


def why_empty(listing: Listing) -> str:
    """What was found in place of a list, on one line."""
    shown = f"Hugging Face shows {listing.shown_day}" if listing.shown_day else "the list is empty"
    return f"no papers on this day, {shown}; nothing is published"
