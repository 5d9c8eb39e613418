"""Whatever a stranger writes shows as letters: checked with a real Markdown parser."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tasks.publish.escape import link, markdown, plain, safe_url

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

# Letters that mean something to Markdown, HTML or GitHub, and pieces that do so together.
PIECES = st.sampled_from(
    (
        *"\\`*_{}[]()<>#+-.!|~=&$:@;\"'/ \n\taB1한é",
        *("**", "__", "~~", "$$", "<b>", "</b>", "<!--", "-->", "&lt;", "&#60;", "<details>"),
        *("http://", "https://", "ftp://", "<http://a.b>", "www.", "a@b.co", "@user", "#12"),
        *("GH-1", ":smile:", "1. ", "- ", "> ", "===", "---", "```", "![", "](", "[x]: "),
        *("| a |", "\u202e", "\u200b", "\ud800"),
    )
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=40))

# The places where the templates put text, with what surrounds it.
PLACES = {
    "paragraph": "{}",
    "heading": "## {}",
    "numbered heading": "## 1. {}",
    "list": "- **x**: {}",
    "numbered list": "1. {}",
    "quotation": "> {}",
    "after a line": "words\n{}",
    "before a mark": "{}<sup>[1]</sup>",
    "cell": "| a | b |\n|---|---|\n| {} | c |",
    "link": "[{}](https://example.org)",
}


class Shown(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("!--")


def shown(text: str) -> Shown:
    page = Shown()
    page.feed(PARSER.render(text))
    page.close()
    return page


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@given(text=TEXTS)
@example(text="1. first")
@example(text="a #")
@example(text="===")
@example(text="x\\")
@example(text="&amp;lt;")
@settings(max_examples=200, deadline=None)
def test_any_text_shows_as_itself(place: str, text: str) -> None:
    page, empty = shown(place.format(markdown(text))), shown(place.format("W"))
    # Only invisible spaces and the <span> around a dollar are ours to add.
    assert plain(page.text) == plain(empty.text.replace("W", plain(text)))
    assert [tag for tag in page.tags if tag != "span"] == empty.tags or not plain(text)


@given(text=TEXTS)
@settings(max_examples=500, deadline=None)
def test_github_finds_nothing_to_link_in_the_text(text: str) -> None:
    raw = str(markdown(text))
    read = shown(raw).text
    assert not re.search(r"@\w|#\d|\bGH-\d|:[\w+-]+:", read, re.IGNORECASE)
    assert not re.search(r"(?<!\\)://", raw)
    assert not re.search(r"\bwww\.", raw, re.IGNORECASE)


@given(texts=st.lists(st.text("$x 1(", max_size=8), max_size=4))
@settings(deadline=None)
def test_no_dollar_can_close_a_formula(texts: list[str]) -> None:
    line = " ".join(str(markdown(text)) for text in texts)
    assert not re.search(r"\S\$", line.replace("<span>$</span>", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Chain-of-Thought: a 3.5B model, 62% less (x < 5 & y > 2)!?",
        "GPT-4o and snake_case_name cost $5 in C# or C++",
        "결과는 24억 개, 즉 2.4B입니다 — 12:30 기준.",
    ],
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert str(markdown(text)) == text


def test_invisible_and_broken_characters_go() -> None:
    assert plain("a\u200bb\u202ec\x00d\r\ne\u00ad\u2028f\ud800") == "abcd e f\ufffd"


@pytest.mark.parametrize(
    "url",
    [
        *(None, "", "javascript:alert(1)", "data:text/html,x", "//a.b/c", "https:///x"),
        *("http://[::1", "https://arxiv.org@evil.example/", "ftp://a.b/c", " java\nscript:x"),
    ],
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert safe_url(url) is None
    assert str(link("x", url)) == "x"


def test_signs_that_would_end_a_link_are_encoded() -> None:
    assert safe_url("https://a.b/c (d)\"e'<f>") == "https://a.b/c%20%28d%29%22e%27%3Cf%3E"


@given(text=TEXTS, tail=TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_link_is_one_link(text: str, tail: str) -> None:
    page = shown(f"before {link(text, 'https://a.b/' + tail)} after")
    assert page.tags.count("a") == 1
    assert plain(page.text) == plain(f"before {plain(text)} after")
