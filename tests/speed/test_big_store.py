"""The store that the speed of queries is measured on, made small."""

from pathlib import Path

from benchmarks.speed.big_store import FIRST_DAY, fill
from benchmarks.speed.server import MODEL
from flows.writing import prompt_versions
from tasks.store import open_store


def test_a_big_store_holds_what_a_real_one_does_and_lacks_nothing(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    fill(file, days=2, papers_a_day=3)

    with open_store(f"sqlite:///{file}") as store:
        days = store.days_listed()
        assert [edition.day for edition in store.editions()] == list(days)
        assert [run.outcome for run in store.latest_runs()] == ["published", "published"]
        assert days[0] == FIRST_DAY
        for day in days:
            edition = store.latest_edition(day)
            assert edition is not None
            assert edition.papers.keys() == {row.paper.arxiv_id for row in store.listed(day)}
            assert len(store.answers(day)) == 6
            assert not store.missing(day, prompt_versions(), MODEL)
            assert len(store.missing(day, prompt_versions(), "another-model")) == 6
