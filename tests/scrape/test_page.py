"""Reading the page: the island, the cards, and everything that can be wrong with them."""

import json
import time
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample.huggingface import render_page
from tasks.scrape.page import Page, read_page

DAY = date(2024, 11, 22)


def island(**props):
    """A page with nothing but an island."""
    text = escape(json.dumps(props))
    return f'<html><div data-target="DailyPapers" data-props="{text}"></div></html>'


def island_of(*items, **props):
    return island(dateString="2024-11-22", dailyPapers=list(items), **props)


def test_island_and_cards_hold_the_same_list(item):
    page = read_page(render_page(DAY, [item("2411.10442", upvotes=9), item("2411.14405")]))
    assert page.shown_day == DAY
    assert [paper.arxiv_id for paper in page.island] == ["2411.10442", "2411.14405"]
    assert [paper.arxiv_id for paper in page.cards] == ["2411.10442", "2411.14405"]
    assert [paper.votes for paper in page.cards] == [9, 5]
    assert page.island[0].authors[0].name == "Ada Lee"
    assert page.remarks == ()


def test_cards_of_2026_hold_neither_abstract_nor_authors(item):
    card = read_page(render_page(date(2026, 8, 20), [item("2608.17426")])).cards[0]
    assert (card.abstract, card.authors) == (None, ())


def test_older_pages_wrap_the_island_in_main(item):
    props = escape(json.dumps({"dateString": "2024-06-12", "dailyPapers": [item("2406.07476")]}))
    wrapped = (
        f'<div><div class="x"><div data-target="DailyPapers" data-props="{props}"></div></div>'
    )
    page = read_page(f"<html><body><main><div>{wrapped}</div></div></main></body></html>")
    assert page.island[0].arxiv_id == "2406.07476"


def test_quotes_and_markup_in_titles_survive_the_escaping(item):
    title = 'He said "<b>5 > 3 & 2</b>" &amp; \\"left\\"'
    page = read_page(island_of(item("2411.10442", title=title)))
    assert page.island[0].title == title


def test_titles_and_abstracts_of_2025_03_11_are_unwrapped(item):
    wrapped = item("2503.07605", title="A long\n  title", summary="  One\nline.\nTwo.\n")
    paper = read_page(island_of(wrapped)).island[0]
    assert (paper.title, paper.abstract) == ("A long title", "One line. Two.")


def test_item_title_of_2410_09342_is_taken_because_the_papers_lost_its_latex(item):
    row = item("2410.09342", title="LLMtimesMapReduce: Simplified")
    row["title"] = "LLM$\\times$MapReduce: Simplified"
    assert read_page(island_of(row)).island[0].title == "LLM$\\times$MapReduce: Simplified"


def test_control_and_bidirectional_characters_are_taken_out_and_letters_kept(item):
    title = "A\x00\x1b[31m \u202eB\u200b\x85C é 논문 \ud800𝔸"
    paper = read_page(island_of(item("2411.10442", title=title))).island[0]
    assert paper.title == "A[31m B C é 논문 𝔸"


def test_hidden_author_of_2026_06_01_keeps_its_place_and_mark(item):
    authors = [{"name": "A"}, {"name": "B", "hidden": True}, {"name": "C", "hidden": False}]
    paper = read_page(island_of(item("2606.00001", authors=authors))).island[0]
    assert [(author.name, author.hidden) for author in paper.authors] == [
        ("A", False),
        ("B", True),
        ("C", False),
    ]


@pytest.mark.parametrize(
    ("said", "withdrawn"), [("2026-05-01T00:00:00.000Z", True), (None, False), ("", False)]
)
def test_withdrawn_paper_is_marked(item, said, withdrawn):
    assert (
        read_page(island_of(item("2411.10442", withdrawnAt=said))).island[0].withdrawn is withdrawn
    )


def test_list_before_2024_06_12_has_no_thumbnails(item):
    assert read_page(island_of(item("2405.00001"))).island[0].thumbnail is None


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//x.y/z", "https://a b", "https://x\u202e.y", 7, None, ["x"]]
)
def test_pictures_and_links_that_are_not_http_are_left_out(item, link):
    row = item("2411.10442", projectPage=link, githubRepo="https://github.com/a/b")
    row["thumbnail"] = link
    paper = read_page(island_of(row)).island[0]
    assert (paper.thumbnail, paper.project_page) == (None, None)
    assert paper.github_repo == "https://github.com/a/b"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": 7}, "paper.title"),
        ({"summary": ["x"]}, "paper.summary"),
        ({"authors": "Ada"}, "paper.authors"),
        ({"authors": [{"name": None}]}, "paper.authors.0.name"),
        ({"upvotes": -1}, "paper.upvotes"),
        ({"upvotes": 10**30}, "paper.upvotes"),
        ({"title": "x" * 60_000}, "paper.title"),
    ],
)
def test_wrong_type_in_one_item_costs_that_item_alone(item, wrong, reason):
    broken = item("2411.10442")
    broken["paper"].update(wrong)
    page = read_page(island_of(broken, item("2411.14405")))
    assert [(paper.arxiv_id, paper.rank) for paper in page.island] == [("2411.14405", 1)]
    assert page.remarks[0].startswith(f"2411.10442 is left out: {reason}")


@pytest.mark.parametrize("arxiv_id", ["abc", "2411.10442v1", "٢٤١١.١٠٤٤٢", "2411.10442\n", "", 5])
def test_item_whose_id_is_not_arxivs_is_left_out(item, arxiv_id):
    page = read_page(island_of(item(arxiv_id, title="T"), item("2411.14405")))
    assert [paper.arxiv_id for paper in page.island] == ["2411.14405"]
    assert "left out" in page.remarks[0]


@pytest.mark.parametrize("row", [None, 1, "x", [], {}, {"paper": None}])
def test_island_of_unreadable_items_alone_is_no_island(row):
    page = read_page(island_of(row, row))
    assert (page.island, page.shown_day) == (None, DAY)
    assert page.remarks[0].startswith("of the island, none of 2 items can be read")


@pytest.mark.parametrize("row", [None, 1, "x", [], {}, {"paper": None}])
def test_item_that_is_no_object_is_left_out(item, row):
    page = read_page(island_of(row, item("2411.14405")))
    assert len(page.island) == 1
    assert page.remarks[0].startswith("an item without an id is left out")


def test_paper_listed_twice_is_taken_once(item):
    page = read_page(island_of(item("2411.10442"), item("2411.10442"), item("2411.14405")))
    assert [paper.rank for paper in page.island] == [1, 2]
    assert page.remarks == ("2411.10442 is in the list twice",)


def test_list_of_more_than_1000_items_is_cut(item):
    page = read_page(island_of(*(item(f"2411.{number:05}") for number in range(1001))))
    assert len(page.island) == 1000
    assert "1001 items" in page.remarks[0]


def test_island_that_is_not_json_leaves_the_cards(item):
    html = render_page(DAY, [item("2411.10442")])
    page = read_page(html.replace("{&quot;dateString&quot;", "{dateString", 1))
    assert page.island is None
    assert page.shown_day is None
    assert page.cards[0].arxiv_id == "2411.10442"


def test_truncated_page_has_no_island(item):
    page = read_page(render_page(DAY, [item("2411.10442")])[:400])
    assert (page.island, page.cards) == (None, None)


@pytest.mark.parametrize("text", ["[]", "null", '{"dailyPapers": {}}', "[" * 100_000, "NaN"])
def test_island_of_another_shape_is_no_island(text):
    page = read_page(f'<div data-target="DailyPapers" data-props="{escape(text)}"></div>')
    assert page.island is None
    assert page.remarks


@pytest.mark.parametrize("shown", ["2024-11-22T00:00:00.000Z", "2024-11-22"])
def test_shown_day_is_read_with_and_without_time(shown):
    assert read_page(island(dateString=shown, dailyPapers=[])).shown_day == DAY


CARD = """
<article><a href="/login"><video></video></a><a href="/papers/2411.10442#community">5</a>
<a href="/papers/2411.10442"><img src="/avatar.png"><img src="https://t.co/2411.10442.png"></a>
<h3><a href="/papers/2411.10442">A
  title</a></h3><div class="leading-none"> - </div>
<ul><li title="Ada Lee"></li><li></li></ul></article>
"""


def test_card_with_a_video_no_votes_and_authors_is_read():
    card = read_page(CARD).cards[0]
    assert card.arxiv_id == "2411.10442"
    assert (card.title, card.votes) == ("A title", 0)
    assert [author.name for author in card.authors] == ["Ada Lee"]
    assert card.thumbnail == "https://t.co/2411.10442.png"


def test_articles_that_lead_to_no_paper_are_no_cards():
    page = read_page('<article><a href="/blog/x">x</a><h3>x</h3></article>')
    assert page.cards is None


@pytest.mark.parametrize("text", ["", " ", "<?xml version='1.0'?><a/>", "http://x.y", "a.html"])
def test_text_that_is_no_page_gives_an_empty_page(text):
    page = read_page(text)
    assert (page.island, page.cards, page.shown_day) == (None, None, None)


def test_articles_nested_by_the_thousand_are_read_in_no_time():
    started = time.monotonic()
    page = read_page('<article><a href="/papers/2411.10442"><h3>T</h3>' * 2000)
    assert len(page.cards) == 1
    assert time.monotonic() - started < 5


@given(st.text(st.characters()))
def test_any_text_is_a_page(text):
    assert isinstance(read_page(text), Page)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
papers = st.fixed_dictionaries(
    {"id": st.sampled_from(["2411.10442", "x"]) | json_values},
    optional=dict.fromkeys(("title", "summary", "authors", "upvotes", "projectPage"), json_values),
)


@given(st.lists(st.fixed_dictionaries({"paper": papers}, optional={"title": json_values})))
def test_any_items_are_a_list(items):
    page = read_page(island_of(*items))
    found = page.island or ()
    assert len(found) <= len(items)
    assert all(paper.model_dump_json() for paper in found)


@given(st.data())
def test_page_with_a_spoiled_stretch_is_a_page(data):
    html = render_page(DAY, [{"paper": {"id": "2411.10442", "title": "T", "upvotes": 1}}])
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    assert isinstance(read_page(html[:start] + data.draw(st.text()) + html[end:]), Page)
