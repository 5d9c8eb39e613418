"""Reading arXiv's feeds: both formats, its one error entry, and whatever else may come."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample.arxiv import Arxiv
from tasks.abstracts.atom import MalformedIdError, read_feed
from tasks.run.errors import NonmunError, SourceUnreadable

FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{}</feed>'
PAPER = {"title": "A paper", "summary": "We study it.", "authors": [{"name": "Ada Lee"}]}


def feed_of(facts, *, old=False, **paper):
    """The feed with one entry that the sample server writes."""
    played = Arxiv(lambda _: PAPER | paper, {"2411.10442": facts})
    played.feed_format = "old" if old else "new"
    return FEED.format(played._entry("2411.10442")).encode()


def only(body):
    (entry,) = read_feed(body).values()
    return entry


@pytest.fixture
def recorded(shared_data):
    """Reads a recorded reply by the start of its name."""

    def read(start):
        (path,) = (shared_data / "arxiv_atom").glob(f"{start}*.xml")
        return path.read_bytes()

    return read


def test_entry_holds_what_arxiv_adds():
    facts = {"version": 3, "categories": ["cs.CL", "cs.AI"], "comment": "8 pages"}
    entry = only(feed_of(facts, publishedAt="2024-11-15T18:59:27Z"))
    assert (entry.arxiv_id, entry.version) == ("2411.10442", 3)
    assert (entry.primary_category, entry.categories) == ("cs.CL", ("cs.CL", "cs.AI"))
    assert (entry.authors, entry.comment) == (("Ada Lee",), "8 pages")
    assert entry.published == datetime(2024, 11, 15, 18, 59, 27, tzinfo=UTC)
    assert not entry.withdrawn


def test_old_and_new_feed_give_the_same_entry():
    summary = "This is a long abstract that the old feeds broke into many short lines. " * 4
    assert only(feed_of({}, summary=summary, old=True)) == only(feed_of({}, summary=summary))


@pytest.mark.parametrize(
    "facts",
    [
        {"comment": "This paper has been withdrawn by the authors due to an error"},
        {"comment": "Withdrawn: superseded"},
        {"summary": "This paper has been withdrawn by the author(s)."},
    ],
)
def test_withdrawn_paper_is_an_ordinary_entry_that_says_so(facts):
    assert only(feed_of(facts)).withdrawn


@pytest.mark.parametrize(
    "facts",
    [
        {"comment": "Replaces 2411.00001, which was withdrawn"},
        {"summary": "Troops were withdrawn; this paper has been cited."},
    ],
)
def test_paper_that_merely_speaks_of_withdrawal_is_not_withdrawn(facts):
    assert not only(feed_of(facts)).withdrawn


def test_entry_without_version_of_the_old_manual_has_none(recorded):
    entry = only(recorded("manual_typical_response_2007"))
    assert (entry.arxiv_id, entry.version) == ("hep-ex/0307015", None)
    assert entry.title.endswith("ep Collisions at HERA")
    assert entry.abstract.startswith("Multi-electron production is studied")
    assert entry.published.utcoffset().total_seconds() == -4 * 3600


def test_malformed_id_abc_is_named_and_no_paper_called_error_is_made(recorded):
    with pytest.raises(MalformedIdError) as caught:
        read_feed(recorded("id_abc"))
    assert caught.value.arxiv_id == "abc"


def test_malformed_id_1234_12345_of_the_old_format_is_named(recorded):
    with pytest.raises(MalformedIdError) as caught:
        read_feed(recorded("manual_error_2007"))
    assert caught.value.arxiv_id == "1234.12345"


def test_other_errors_of_arxiv_are_quoted():
    entry = "<entry><id>https://arxiv.org/api/errors#max_results</id><summary>too\nbig</summary></entry>"
    with pytest.raises(SourceUnreadable, match="too big"):
        read_feed(FEED.format(entry).encode())


def test_paper_2104_12255_whose_title_is_0_is_read(recorded):
    entry = only(recorded("id_2104.12255v1"))
    assert (entry.arxiv_id, entry.version, entry.title) == ("2104.12255", 1, "0")


def test_unknown_id_0000_0000_gives_no_entry(recorded):
    assert read_feed(recorded("id_0000.0000")) == {}


def test_of_two_ids_only_1707_08567_is_known(recorded):
    assert list(read_feed(recorded("id_0808.05394_1707.08567"))) == ["1707.08567"]


def test_all_recorded_replies_are_read_or_refused_by_name(shared_data):
    folder = shared_data / "arxiv_atom"
    for reply in json.loads((folder / "MANIFEST.json").read_text("utf-8")):
        body = (folder / reply["file"]).read_bytes()
        if reply.get("status") == 400 or "error" in reply["file"]:
            with pytest.raises(MalformedIdError):
                read_feed(body)
            continue
        entries = read_feed(body)
        assert len(entries) == body.count(b"<entry")
        for entry in entries.values():
            assert entry.title
            assert entry.abstract
            assert entry.authors
            assert entry.primary_category in entry.categories


@pytest.mark.parametrize(
    "body", [b"", b"Rate exceeded.", b"<html></html>", b"<feed/>", b"\xff\xfe"]
)
def test_anything_but_an_atom_feed_is_refused(body):
    with pytest.raises(SourceUnreadable):
        read_feed(body)


def test_feed_with_a_document_type_is_refused_and_no_file_is_read():
    entity = '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    entry = "<entry><id>http://arxiv.org/abs/2411.10442</id><title>&x;</title></entry>"
    with pytest.raises(SourceUnreadable, match="not an Atom feed"):
        read_feed((entity + FEED.format(entry)).encode())


def test_billion_laughs_are_refused():
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(12)
    )
    body = f"<!DOCTYPE feed [{entities}]>{FEED.format('<entry><id>&a11;</id></entry>')}"
    with pytest.raises(SourceUnreadable):
        read_feed(body.encode())


def test_broken_moment_and_missing_fields_are_left_out():
    entry = "<entry><id>http://arxiv.org/abs/2411.10442v2</id><published>soon</published></entry>"
    read = only(FEED.format(entry).encode())
    assert (read.published, read.primary_category, read.authors) == (None, None, ())


def read_or_refused(body):
    try:
        return isinstance(read_feed(body), dict)
    except NonmunError:
        return True


@given(st.binary() | st.text().map(lambda text: FEED.format(text).encode("utf-8", "replace")))
def test_any_bytes_are_entries_or_refused(body):
    assert read_or_refused(body)


@given(st.data())
def test_feed_with_a_spoiled_stretch_is_entries_or_refused(data):
    body = feed_of({"comment": "8 pages"})
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    assert read_or_refused(body[:start] + data.draw(st.binary()) + body[end:])
