"""What a new revision of an edition changes, told from what is remembered of the one before."""

from collections.abc import Mapping

from tasks.records import Edition, EditionChanges, EditionPaper, PaperMark, sha256_hex


def marks(edition: Edition) -> dict[str, PaperMark]:
    """What is remembered of each paper of an edition, by arXiv id."""
    return {row.paper.arxiv_id: _mark(row) for row in edition.papers}


def changes(before: Mapping[str, PaperMark], edition: Edition) -> EditionChanges:
    """What the edition has that the one with the marks `before` had not, or had otherwise."""
    now = marks(edition)
    both = [(key, before[key], mark) for key, mark in now.items() if key in before]
    abstracts = tuple(key for key, old, new in both if old.abstract_sha != new.abstract_sha)
    rewritten = tuple(
        key
        for key, old, new in both
        if key not in abstracts and (old.state, old.text_sha) != (new.state, new.text_sha)
    )
    found = EditionChanges(
        added=tuple(key for key in now if key not in before),
        removed=tuple(key for key in before if key not in now),
        votes=sum(old.votes != new.votes for _, old, new in both),
        abstracts=abstracts,
        rewritten=rewritten,
    )
    return found if found != EditionChanges() else EditionChanges(other=True)


def _mark(row: EditionPaper) -> PaperMark:
    category = row.category.model_dump_json() if row.category else ""
    text = row.digest.model_dump_json() if row.digest else ""
    return PaperMark(
        votes=row.votes,
        abstract_sha=row.paper.abstract_sha,
        state=row.state,
        text_sha=sha256_hex(f"{category}\n{text}"),
    )
