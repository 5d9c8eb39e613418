"""Papers from a list and arXiv: one batch a day, and never a day lost to arXiv."""

import time
from datetime import date

import pytest
from httpx_retries import Retry

from sample.server import days_in
from sample.traffic import Fault
from tasks.abstracts import gather, gather_abstracts
from tasks.abstracts.arxiv import MAX_REQUEST_LINE_BYTES, batches, query_url
from tasks.abstracts.pace import Pace
from tasks.records import Author, ListedPaper, Listing
from tasks.scrape import scrape_day

DAY = date(2024, 11, 22)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(Retry, "sleep", lambda self, response: None)


def listed(*arxiv_ids, **fields):
    fields = {
        "title": "T",
        "abstract": "From Hugging Face.",
        "authors": (Author(name="A"),),
        **fields,
    }
    papers = (
        ListedPaper(arxiv_id=arxiv_id, rank=rank, **fields)
        for rank, arxiv_id in enumerate(arxiv_ids, start=1)
    )
    return Listing(day=DAY, papers=tuple(papers))


def read(running, listing):
    return gather_abstracts(
        listing, arxiv_url=running.at.arxiv_url, delay_seconds=0, timeout_seconds=5
    )


def test_papers_keep_the_order_of_the_list_and_get_their_own_entry(sample, item):
    ids = [f"2411.{number:05}" for number in range(30)]
    facts = {arxiv_id: {"version": int(arxiv_id[-2:]) + 1} for arxiv_id in ids}
    running = sample({DAY: [item(arxiv_id) for arxiv_id in ids]}, facts=facts)
    papers, remarks = read(running, listed(*ids))
    assert [paper.arxiv_id for paper in papers] == ids
    assert [paper.arxiv.version for paper in papers] == list(range(1, 31))
    assert (remarks, running.app.traffic.count("arxiv")) == ((), 1)


def test_abstract_of_hugging_face_goes_before_arxivs(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    (paper,), _ = read(running, listed("2411.10442"))
    assert paper.abstract == "From Hugging Face."
    assert paper.arxiv.abstract == "We study 2411.10442. It works."


def test_missing_abstract_and_authors_come_from_arxiv(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    (paper,), _ = read(running, listed("2411.10442", abstract=None, authors=()))
    assert paper.abstract == "We study 2411.10442. It works."
    assert paper.authors == ("Ada Lee", "Bo Kim")


def test_paper_without_abstract_anywhere_has_none(sample, item):
    running = sample({DAY: [item("2411.14384", summary="")]})
    (paper,), _ = read(running, listed("2411.14384", abstract=None))
    assert paper.abstract is None


def test_hidden_author_is_counted_and_not_named_from_arxiv_either(sample, item):
    running = sample({DAY: [item("2606.00001")]})
    hidden = (Author(name="Ada Lee", hidden=True),)
    (paper,), _ = read(running, listed("2606.00001", authors=hidden))
    assert (paper.authors, paper.hidden_authors) == ((), 1)


def test_withdrawn_paper_is_marked(sample, item):
    facts = {"2411.10442": {"comment": "This paper has been withdrawn by the authors"}}
    running = sample({DAY: [item("2411.10442")]}, facts=facts)
    (paper,), _ = read(running, listed("2411.10442"))
    assert paper.withdrawn


def test_paper_that_hugging_face_calls_withdrawn_is_marked_with_and_without_arxiv(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    listing = listed("2411.10442", withdrawn=True)
    for fault in (None, Fault(status=500)):
        running.app.traffic.faults = lambda request, fault=fault: fault
        (paper,), _ = read(running, listing)
        assert paper.withdrawn


def test_id_unknown_to_arxiv_is_a_remark(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    papers, remarks = read(running, listed("2411.10442", "2411.99999"))
    assert [paper.arxiv is None for paper in papers] == [False, True]
    assert remarks == ("arXiv has no entry for 2411.99999",)


def test_malformed_id_does_not_cost_the_batch(sample, item):
    """Our ids are well formed; arXiv still calls 1234.12345 malformed (month 34)."""
    running = sample({DAY: [item("2411.10442")]})
    error = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>https://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>"
        "<title>Error</title></entry></feed>"
    )
    running.app.traffic.faults = lambda request: (
        Fault(status=400, body=error) if "1234.12345" in request.query else None
    )
    papers, remarks = read(running, listed("1234.12345", "2411.10442"))
    assert [paper.arxiv is None for paper in papers] == [True, False]
    assert "arXiv calls the id 1234.12345 malformed" in remarks
    assert running.app.traffic.count("arxiv") == 2


def test_error_about_an_id_that_was_not_asked_ends_the_batch(sample):
    running = sample({})
    error = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id></entry></feed>"
    )
    running.app.traffic.faults = lambda _: Fault(status=400, body=error)
    _, remarks = read(running, listed("2411.10442"))
    assert len(remarks) == 1
    assert running.app.traffic.count("arxiv") == 1


@pytest.mark.parametrize(
    ("fault", "requests"),
    [
        (Fault(status=429, body="Rate exceeded."), 2),
        (Fault(status=503), 2),
        (Fault(drop=True), 2),
        (Fault(status=200, body=""), 1),
        (Fault(status=200, body='<feed xmlns="http://www.w3.org/2005/Atom"></feed>'), 1),
        (Fault(status=403, body="<html>"), 1),
    ],
    ids=["429", "503", "drop", "empty", "no entry", "403"],
)
def test_arxiv_that_fails_costs_a_remark_and_no_paper(sample, item, fault, requests):
    running = sample({DAY: [item("2411.10442")]})
    running.app.traffic.faults = lambda _: fault
    papers, remarks = read(running, listed("2411.10442"))
    assert [paper.abstract for paper in papers] == ["From Hugging Face."]
    assert papers[0].arxiv is None
    assert len(remarks) == 1
    assert remarks[0].startswith("the arXiv data is missing: ")
    assert running.app.traffic.count("arxiv") == requests


def test_nobody_at_the_address_costs_a_remark():
    papers, remarks = gather_abstracts(
        listed("2411.10442"), arxiv_url="http://127.0.0.1:9/q", delay_seconds=0, timeout_seconds=1
    )
    assert len(papers) == len(remarks) == 1


def test_empty_day_asks_nothing(sample):
    running = sample({})
    assert read(running, Listing(day=DAY)) == ((), ())
    assert running.app.traffic.requests == []


def test_400_ids_are_split_so_that_no_request_line_is_too_long(sample, item):
    ids = [f"2411.{number:05}" for number in range(400)]
    running = sample({DAY: [item(arxiv_id) for arxiv_id in ids]})
    papers, remarks = read(running, listed(*ids))
    assert all(paper.arxiv for paper in papers)
    assert (remarks, running.app.traffic.count("arxiv")) == ((), 2)


def test_a_request_holds_as_many_ids_as_its_line_allows():
    ids = ["2411.00001"] * 800
    url = "https://export.arxiv.org/api/query"
    sizes = [len(batch) for batch in batches(ids, url)]
    assert sum(sizes) == 800
    assert sizes[0] >= 360
    line = query_url(url, ids[: sizes[0]]).removeprefix("https://export.arxiv.org")
    assert len(f"GET {line} HTTP/1.1\r\n") <= MAX_REQUEST_LINE_BYTES


def test_requests_keep_their_distance():
    pace = Pace()
    started = time.monotonic()
    for _ in range(3):
        pace.wait(0.1)
    assert 0.2 <= time.monotonic() - started < 1.0


def test_task_gives_the_same_papers(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    papers, remarks = gather.fn(listed("2411.10442"), running.at.arxiv_url, 0, 5)
    assert (papers[0].arxiv.primary_category, remarks) == ("cs.LG", ())


def test_real_day_2026_02_03_gets_all_its_entries_in_one_request(sample, shared_data):
    day = date(2026, 2, 3)
    running = sample(days_in(shared_data / "hf_daily" / "late"))
    listing = scrape_day(day, hf_url=running.at.hf_url, timeout_seconds=5)
    papers, remarks = read(running, listing)
    assert len(papers) == 50
    assert all(paper.arxiv and paper.abstract and paper.authors for paper in papers)
    assert (remarks, running.app.traffic.count("arxiv")) == ((), 1)


def test_a_406_of_arxiv_is_asked_again_and_named(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    running.app.traffic.faults = lambda asked: Fault(status=406) if asked.number == 1 else None
    (paper,), remarks = read(running, listed("2411.10442"))
    assert paper.arxiv is not None
    assert remarks == ()
    running.app.traffic.faults = lambda _: Fault(status=406)
    (paper,), remarks = read(running, listed("2411.10442"))
    assert paper.arxiv is None
    assert "HTTP 406, as arXiv does since September 2026" in remarks[0]


def test_arxiv_is_asked_for_atom_by_a_program_that_names_itself(sample, item):
    running = sample({DAY: [item("2411.10442")]})
    seen = []
    running.app.traffic.faults = lambda asked: seen.append(dict(asked.headers))
    read(running, listed("2411.10442"))
    assert seen[0]["accept"] == "application/atom+xml"
    assert seen[0]["user-agent"].startswith("nonmun/")
