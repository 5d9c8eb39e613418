"""What a new revision of an edition changes, told from what is remembered of the one before."""

from operator import itemgetter

from tasks.records import (
    Edition,
    EditionChanges,
    EditionPaper,
    PaperMark,
    PublishedEdition,
    sha256_hex,
)


def marks(edition: Edition) -> dict[str, PaperMark]:
    """What is remembered of each paper of an edition, by arXiv id."""
    return {row.paper.arxiv_id: _mark(row) for row in edition.papers}


def rest_sha(edition: Edition) -> str:
    """The SHA-256 of what is shown besides papers: syntheses, chart, writer and notices."""
    syntheses = [(row.category, row.insight, row.reason) for row in edition.categories]
    shown = (sorted(syntheses, key=itemgetter(0)), edition.has_chart, edition.model)
    return sha256_hex(repr((shown, edition.notices)))


def changes(before: PublishedEdition, edition: Edition) -> EditionChanges:
    """What the edition has that the revision `before` had not, or had otherwise."""
    then, now = before.papers, marks(edition)
    both = [(key, then[key], mark) for key, mark in now.items() if key in then]
    abstracts = tuple(key for key, old, new in both if old.abstract_sha != new.abstract_sha)
    rewritten = tuple(
        key
        for key, old, new in both
        if key not in abstracts and (old.state, old.text_sha) != (new.state, new.text_sha)
    )
    found = EditionChanges(
        added=tuple(key for key in now if key not in then),
        removed=tuple(key for key in then if key not in now),
        votes=sum(old.votes != new.votes for _, old, new in both),
        abstracts=abstracts,
        rewritten=rewritten,
        rest=before.rest_sha != rest_sha(edition),
    )
    return found if found != EditionChanges() else EditionChanges(rest=True)


def _mark(row: EditionPaper) -> PaperMark:
    category = row.category.model_dump_json() if row.category else ""
    text = row.digest.model_dump_json() if row.digest else ""
    return PaperMark(
        votes=row.votes,
        abstract_sha=row.paper.abstract_sha,
        state=row.state,
        text_sha=sha256_hex(f"{category}\n{text}"),
    )
