"""A day's list from Hugging Face: the page's island first, its cards next, the API in doubt.

The page lists everything and says which day it shows, so one request is enough as long as island
and cards agree and no paper lacks abstract or authors. Otherwise the API is asked, and the union
is taken. The API is never asked about a day that has not begun in UTC.

An empty day answers with the list of an earlier one. The island's `dateString` tells; when the
island is gone the API decides; when that is silent too, the page of the day before does, since an
empty day shows the same papers as the day before it. No list is ever taken for another day's.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx

from tasks.outside.http import fetch, open_client
from tasks.outside.masking import masked
from tasks.records import Listing
from tasks.run.errors import SourceError, SourceUnreadable
from tasks.scrape.api import fetch_list
from tasks.scrape.items import Items
from tasks.scrape.merge import Papers, Source, is_complete, overlap, same_papers, union
from tasks.scrape.page import Page, read_page

_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}")


def scrape_day(
    day: date, *, hf_url: str, timeout_seconds: float, today: date | None = None
) -> Listing:
    """The list of a day; empty, with `shown_day`, when the site shows another day's.

    `today` is the current day in UTC unless given. Raises `SourceError` when Hugging Face cannot
    be reached, and `SourceUnreadable` when neither page nor API can be read.
    """
    begun = day <= (today or datetime.now(UTC).date())
    with open_client(hf_url, timeout_seconds=timeout_seconds) as client:
        site = _Site(client, hf_url)
        try:
            page = site.page(day)
        except SourceError as error:
            if not begun:
                raise
            return _from_api_alone(site, day, error)
        if page.shown_day not in (None, day):
            return _empty(day, page, f"the page shows {page.shown_day}")
        if page.shown_day == day and (_is_settled(page) or not begun):
            return _listing(day, page, page.remarks)
        if not begun:
            return _empty(day, page, "the day has not begun in UTC")
        return _with_api(site, day, page)


@dataclass(frozen=True)
class _Site:
    """Where to ask, and how."""

    client: httpx.Client
    hf_url: str

    def page(self, day: date) -> Page:
        response = fetch(self.client, f"{self.hf_url}/papers/date/{day}")
        return read_page(response.content.decode("utf-8", "replace"))

    def api(self, day: date) -> Items | SourceError:
        """The API's list, or why it cannot be had."""
        try:
            return fetch_list(self.client, self.hf_url, day)
        except SourceError as error:
            return error


def _is_settled(page: Page) -> bool:
    """True when a dated page needs nothing more: it agrees with itself, and nothing is lacking."""
    return (
        bool(page.island)
        and not page.unread
        and same_papers(page.island or (), page.cards or ())
        and is_complete(page.island or ())
    )


def _from_api_alone(site: _Site, day: date, error: SourceError) -> Listing:
    api = site.api(day)
    if isinstance(api, SourceError):
        raise error
    return _listing(day, Page(), (str(error), *api.remarks), api)


def _with_api(site: _Site, day: date, page: Page) -> Listing:
    api = site.api(day)
    shown = page.island or page.cards or ()
    if isinstance(api, SourceError):
        remarks = (*page.remarks, str(api))
        if page.island is None and page.cards is None:
            raise _unreadable(site, day, remarks)
        if page.shown_day is None and same_papers(shown, _shown_before(site, day)):
            return _empty(day, page, "the page repeats the list of the day before", *remarks)
        return _listing(day, page, remarks)
    remarks = page.remarks + api.remarks
    if page.shown_day is None and not overlap(shown, api.papers):
        if shown:
            remarks += ("the page, which names no day, shares no paper with the API: not used",)
        return _listing(day, Page(), remarks, api)
    return _listing(day, page, remarks, api)


def _shown_before(site: _Site, day: date) -> Papers:
    """The papers on the page of the day before. An empty day shows the same ones."""
    page = site.page(day - timedelta(days=1))
    return page.island or page.cards or ()


def _listing(day: date, page: Page, remarks: tuple[str, ...], api: Items | None = None) -> Listing:
    views: dict[Source, Papers | None] = {
        "island": page.island,
        "cards": page.cards,
        "api": api.papers if api else None,
    }
    present = {name: papers for name, papers in views.items() if papers}
    papers, differences = union(present)
    return Listing(
        day=day,
        papers=papers,
        shown_day=page.shown_day,
        sources=tuple(present),
        unread=_unread(papers, page, api),
        remarks=remarks + differences,
    )


def _unread(papers: Papers, page: Page, api: Items | None) -> tuple[str, ...]:
    """Items of which no source told; those without a true id are told if another list is whole."""
    told = {paper.arxiv_id for paper in papers}
    is_whole = (page.island and not page.unread) or (api and not api.unread)
    found = dict.fromkeys((*page.unread, *(api.unread if api else ())))
    return tuple(
        name for name in found if name not in told and not (is_whole and not _ID.fullmatch(name))
    )


def _empty(day: date, page: Page, *remarks: str) -> Listing:
    sources: tuple[Source, ...] = ("island",) if page.island is not None else ()
    return Listing(day=day, shown_day=page.shown_day, sources=sources, remarks=remarks)


def _unreadable(site: _Site, day: date, remarks: tuple[str, ...]) -> SourceUnreadable:
    return SourceUnreadable(
        f"{masked(site.hf_url)}/papers/date/{day} holds no list that can be read, and the API "
        f"does not help ({'; '.join(remarks)}): check NONMUN_HF_URL and run again later; "
        "if it stays so, Hugging Face has changed its page and nonmun must learn the new one."
    )
