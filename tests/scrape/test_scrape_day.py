"""A day's list from the played Hugging Face, whole and broken."""

import json
from datetime import date

import httpx
import pytest
from httpx_retries import Retry
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sample.huggingface as played
from sample.huggingface import render_page
from sample.server import days_in
from sample.traffic import Fault
from tasks.run.errors import SourceError, SourceUnreadable
from tasks.scrape import scrape, scrape_day
from tasks.scrape.api import read_rows

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2024, 11, day) for day in (22, 23, 24, 25))
BROKEN = Fault(status=500)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(Retry, "sleep", lambda self, response: None)


def read(running, day, **options):
    return scrape_day(day, hf_url=running.at.hf_url, timeout_seconds=10, **options)


def ids(listing):
    return [paper.arxiv_id for paper in listing.papers]


def break_kinds(running, *kinds):
    running.app.traffic.faults = lambda request: BROKEN if request.kind in kinds else None


def spoil_island(monkeypatch):
    """Serve pages without an island."""
    monkeypatch.setattr(
        played,
        "render_page",
        lambda shown, items: render_page(shown, items).replace("DailyPapers", "Papers", 1),
    )


def test_whole_page_needs_one_request(sample, item):
    running = sample({FRIDAY: [item("2411.10442"), item("2411.14405")]})
    listing = read(running, FRIDAY)
    assert ids(listing) == ["2411.10442", "2411.14405"]
    assert (listing.shown_day, listing.sources, listing.remarks) == (
        FRIDAY,
        ("island", "cards"),
        (),
    )
    assert [request.kind for request in running.app.traffic.requests] == ["page"]


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY, MONDAY])
def test_friday_2024_11_22_is_not_published_again_on_the_days_after(sample, item, day):
    running = sample({FRIDAY: [item("2411.10442")]})
    listing = read(running, day)
    assert (listing.day, listing.papers, listing.shown_day) == (day, (), FRIDAY)
    assert listing.is_empty


def test_future_day_is_empty_and_the_api_is_not_asked(sample, item):
    running = sample({FRIDAY: [item("2411.10442")]}, today=FRIDAY)
    listing = read(running, MONDAY, today=FRIDAY)
    assert (listing.papers, listing.shown_day) == ((), FRIDAY)
    assert running.app.traffic.count("api") == 0


def test_future_day_without_island_is_empty_and_the_api_is_not_asked(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442")]}, today=FRIDAY)
    spoil_island(monkeypatch)
    listing = read(running, MONDAY, today=FRIDAY)
    assert listing.papers == ()
    assert listing.remarks == ("the day has not begun in UTC",)
    assert running.app.traffic.count("api") == 0


def test_cards_are_filled_from_the_api_when_the_island_is_gone(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442"), item("2411.14405")]})
    spoil_island(monkeypatch)
    listing = read(running, FRIDAY)
    assert listing.sources == ("cards", "api")
    assert listing.papers[0].abstract == "We study 2411.10442. It works."
    assert [author.name for author in listing.papers[0].authors] == ["Ada Lee", "Bo Kim"]


def test_fridays_cards_are_not_taken_for_sunday_2024_11_24(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442")]})
    spoil_island(monkeypatch)
    assert read(running, SUNDAY).papers == ()
    break_kinds(running, "api")
    assert read(running, SUNDAY).papers == ()


def test_island_that_names_no_day_is_believed_only_with_the_api(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442")]})
    monkeypatch.setattr(
        played,
        "render_page",
        lambda shown, items: render_page(shown, items).replace("dateString", "day"),
    )
    assert read(running, SUNDAY).papers == ()
    assert ids(read(running, FRIDAY)) == ["2411.10442"]


def test_cards_alone_are_taken_when_the_day_before_shows_others(sample, item, monkeypatch):
    thursday = date(2024, 11, 21)
    running = sample({thursday: [item("2411.12364")], FRIDAY: [item("2411.10442")]})
    spoil_island(monkeypatch)
    break_kinds(running, "api")
    listing = read(running, FRIDAY)
    assert (ids(listing), listing.sources) == (["2411.10442"], ("cards",))
    assert any("/api/daily_papers" in remark for remark in listing.remarks)


def test_api_alone_is_enough_when_the_page_fails(sample, item):
    running = sample({FRIDAY: [item(f"2411.{number:05}") for number in range(73)]})
    break_kinds(running, "page")
    listing = read(running, FRIDAY)
    assert (len(listing.papers), listing.sources) == (73, ("api",))
    assert "HTTP 500" in listing.remarks[0]


def test_list_of_exactly_50_leads_to_the_next_page_as_on_2026_02_03(sample, item):
    """A server that does not heed `limit` gives 50 of 73 papers at a time."""
    rows = [item(f"2602.{number:05}") for number in range(73)]
    running = sample({date(2026, 2, 3): rows})
    answers = {"0": rows[:50], "1": rows[50:]}

    def spoil(request):
        if request.kind == "page":
            return BROKEN
        page = request.query.rpartition("p=")[2]
        return Fault(status=200, body=json.dumps(answers[page]))

    running.app.traffic.faults = spoil
    assert len(read(running, date(2026, 2, 3)).papers) == 73
    assert running.app.traffic.count("api") == 2


def test_all_pages_of_the_api_are_read(sample, item):
    running = sample({FRIDAY: [item(f"2411.{number:05}") for number in range(230)]})
    break_kinds(running, "page")
    assert len(read(running, FRIDAY).papers) == 230
    assert running.app.traffic.count("api") == 3


def test_server_that_repeats_a_page_for_ever_is_left(sample, item):
    rows = json.dumps([item(f"2411.{number:05}") for number in range(100)])
    running = sample({})
    running.app.traffic.faults = lambda request: (
        BROKEN if request.kind == "page" else Fault(status=200, body=rows)
    )
    assert len(read(running, FRIDAY).papers) == 100
    assert running.app.traffic.count("api") == 2


def test_missing_abstract_is_asked_of_the_api(sample, item):
    running = sample({FRIDAY: [item("2411.10442", summary="")]})
    listing = read(running, FRIDAY)
    assert running.app.traffic.count("api") == 1
    assert listing.papers[0].abstract is None


def test_island_without_api_is_taken_with_a_remark(sample, item):
    running = sample({FRIDAY: [item("2411.10442", summary="")]})
    break_kinds(running, "api")
    listing = read(running, FRIDAY)
    assert ids(listing) == ["2411.10442"]
    assert "HTTP 500" in listing.remarks[0]


def test_disagreement_of_island_and_cards_gives_the_union_and_a_remark(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442"), item("2411.14405", upvotes=3)]})

    def spoilt(html):
        return html.replace("&quot;upvotes&quot;: 3", "&quot;upvotes&quot;: &quot;many&quot;")

    monkeypatch.setattr(
        played, "render_page", lambda shown, items: spoilt(render_page(shown, items))
    )
    listing = read(running, FRIDAY)
    assert ids(listing) == ["2411.10442", "2411.14405"]
    assert [paper.rank for paper in listing.papers] == [1, 2]
    assert listing.papers[1].abstract == "We study 2411.14405. It works."
    assert listing.remarks[0].startswith("2411.14405 is left out: paper.upvotes")
    assert listing.remarks[1] == "2411.14405 not in the island"


def test_neither_page_nor_api_readable_is_one_line_that_says_what_to_do(sample):
    running = sample({})
    running.app.traffic.faults = lambda request: Fault(status=200, body="<html>maintenance</html>")
    with pytest.raises(SourceUnreadable, match="/papers/date/2024-11-22") as caught:
        read(running, FRIDAY)
    assert "NONMUN_HF_URL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_day_whose_items_have_changed_their_format_is_not_called_empty(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442", summary={"en": "We study it."})]})
    assert ids(read(running, FRIDAY)) == ["2411.10442"]  # from its card, without an abstract
    monkeypatch.setattr(
        played,
        "render_page",
        lambda shown, items: render_page(shown, items).replace("article>", "section>"),
    )
    with pytest.raises(SourceUnreadable, match="none of 1 items can be read"):
        read(running, FRIDAY)


def test_error_of_the_api_is_quoted(sample, item):
    running = sample({})
    running.app.traffic.faults = lambda request: (
        Fault(status=200, body="<html></html>")
        if request.kind == "page"
        else Fault(status=400, body='{"error": "date is\\nnot valid"}')
    )
    with pytest.raises(SourceUnreadable, match="date is not valid"):
        read(running, FRIDAY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | st.text().map(str.encode) | st.just(b"[" * 100_000))
def test_any_answer_of_the_api_is_rows_or_refused(body):
    response = httpx.Response(200, content=body, request=httpx.Request("GET", "http://localhost"))
    try:
        outcome: object = read_rows(response)
    except SourceUnreadable as error:
        outcome = str(error).splitlines()
    assert isinstance(outcome, list)


def test_site_that_cannot_be_reached_is_a_source_error():
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        scrape_day(FRIDAY, hf_url="http://127.0.0.1:9", timeout_seconds=1)
    assert not isinstance(caught.value, SourceUnreadable)


def test_task_reads_the_same_list(sample, item):
    running = sample({FRIDAY: [item("2411.10442")]})
    assert ids(scrape.fn(FRIDAY, running.at.hf_url, 10.0)) == ["2411.10442"]


def test_real_days_are_read_whole_and_in_order(sample, recorded_days):
    running = sample(recorded_days)
    for day, items in recorded_days.items():
        listing = read(running, day)
        assert ids(listing) == [row["paper"]["id"] for row in items]
        assert listing.remarks == ()
        assert [p.votes for p in listing.papers] == [row["paper"]["upvotes"] for row in items]


def test_list_that_grew_and_lost_papers_on_2026_06_01_is_read_anew(sample, shared_data):
    day = date(2026, 6, 1)
    running = sample(days_in(shared_data / "hf_daily" / "early"))
    early = set(ids(read(running, day)))
    running.app.huggingface.days = days_in(shared_data / "hf_daily" / "late")
    late = set(ids(read(running, day)))
    assert (len(early - late), len(late - early)) == (4, 5)


def test_titles_and_author_order_are_those_of_the_seeds(sample, shared_data):
    lines = (shared_data / "seed_pairs.jsonl").read_text("utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    days = days_in(shared_data / "hf_daily" / "early")
    running = sample(days)
    papers = {paper.arxiv_id: paper for day in days for paper in read(running, day).papers}
    compared = 0
    for pair in pairs:
        if (paper := papers.get(pair["id"])) is not None:
            compared += 1
            assert paper.title == pair["title"]
            assert [author.name for author in paper.authors] == pair["authors"]
    assert compared >= 9


def test_item_that_nobody_can_read_is_named_and_makes_the_list_partial(sample, item):
    running = sample({FRIDAY: [item("2411.10442"), item("2411.14405", summary=7)]})
    listing = read(running, FRIDAY)
    assert ids(listing) == ["2411.10442", "2411.14405"], "the card has it"
    assert listing.unread == ()
    running = sample({FRIDAY: [item("2411.10442"), item("2411.14405", title=" ")]})
    listing = read(running, FRIDAY)
    assert ids(listing) == ["2411.10442"]
    assert listing.unread == ("2411.14405",)


def test_item_without_an_id_is_no_loss_when_the_api_reads_whole(sample, item, monkeypatch):
    running = sample({FRIDAY: [item("2411.10442")]})
    broken = item("?")
    broken["paper"]["id"] = None
    monkeypatch.setattr(
        played, "render_page", lambda shown, items: render_page(shown, [*items, broken])
    )
    assert read(running, FRIDAY).unread == ()
    break_kinds(running, "api")
    assert read(running, FRIDAY).unread == ("an item without an id",)


def test_no_message_about_a_source_holds_its_password(sample, monkeypatch):
    running = sample({FRIDAY: []})
    running.app.traffic.faults = lambda request: Fault(status=200, body="{}")
    address = running.at.hf_url.replace("http://", "http://me:s3cret@")
    with pytest.raises(SourceUnreadable) as caught:
        scrape_day(FRIDAY, hf_url=address, timeout_seconds=10)
    assert "s3cret" not in str(caught.value)
    assert "***@" in str(caught.value)
