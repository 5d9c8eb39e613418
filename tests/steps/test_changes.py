from datetime import UTC, date, datetime

from tasks.assemble import assemble, changes, edit_paper, marks, rest_sha
from tasks.publish.wording import changes as told
from tasks.records import Edition, ListedRow, Paper, PublishedEdition

NOW = datetime(2024, 11, 23, tzinfo=UTC)


def paper(number: int, abstract: str = "We study trees. They grow.") -> Paper:
    return Paper(arxiv_id=f"2411.0000{number}", title=f"Paper {number}", abstract=abstract)


def edition(*rows: ListedRow) -> Edition:
    return assemble(
        date(2024, 11, 22),
        [edit_paper(row, (), None) for row in rows],
        {},
        (),
        None,
        has_chart=True,
        revision=1,
        published_at=NOW,
    )


def row(number: int, votes: int = 1, abstract: str = "We study trees. They grow.") -> ListedRow:
    return ListedRow(paper=paper(number, abstract), votes=votes, rank=number)


def remembered(edition: Edition) -> PublishedEdition:
    return PublishedEdition(
        day=edition.day,
        revision=edition.revision,
        content_sha=edition.content_sha,
        published_at=NOW,
        papers=marks(edition),
        rest_sha=rest_sha(edition),
    )


def test_late_and_lost_papers_moved_votes_and_new_abstracts_are_told() -> None:
    before = remembered(edition(row(1), row(2), row(3)))
    after = edition(row(1, votes=5), row(2, abstract="We study bees. They fly."), row(4))
    found = changes(before, after)
    assert found.added == ("2411.00004",)
    assert found.removed == ("2411.00003",)
    assert found.votes == 1
    assert found.abstracts == ("2411.00002",)
    assert not found.rewritten


def test_a_revision_without_a_change_of_papers_changes_something_else() -> None:
    same = edition(row(1))
    assert changes(remembered(same), same).rest


def test_a_chart_that_came_late_is_told_beside_a_moved_vote() -> None:
    before = edition(row(1)).model_copy(update={"has_chart": False})
    found = changes(remembered(before), edition(row(1, votes=2)))
    assert found.votes == 1
    assert found.rest


def test_the_line_on_changes_is_korean_and_names_a_few_papers() -> None:
    after = edition(*(row(number) for number in range(1, 8)))
    found = changes(remembered(edition()), after)
    line = told(after.model_copy(update={"changes": found}))
    assert line.startswith("논문 7편 (2411.00001, ")
    assert "등) 추가" in line
    assert told(after) == ""
