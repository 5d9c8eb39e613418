"""The list of a day from Hugging Face's API, all pages of it."""

import json
from datetime import date

import httpx

from tasks.outside.http import fetch
from tasks.outside.masking import masked
from tasks.records import ListedPaper
from tasks.run.errors import SourceUnreadable
from tasks.scrape.items import MAX_ITEMS, Items, read_items
from tasks.text import one_line

LIMIT = 100
"""The most that the API gives at a time."""

DEFAULT_LIMIT = 50
"""What it gives when it does not heed the limit: as many or more may mean another page."""

MAX_PAGES = MAX_ITEMS // DEFAULT_LIMIT


def fetch_list(client: httpx.Client, hf_url: str, day: date) -> Items:
    """The papers of a day, most votes first, and remarks; no papers for a weekend.

    Raises `SourceError` when the API does not answer, or answers with something else than a list.
    """
    papers: dict[str, ListedPaper] = {}
    remarks: list[str] = []
    unread: list[str] = []
    for page in range(MAX_PAGES):
        params: dict[str, str | int] = {"date": day.isoformat(), "limit": LIMIT, "p": page}
        response = fetch(client, f"{hf_url}/api/daily_papers", params, accept=(200, 400))
        rows = read_rows(response)
        found = read_items(rows)
        fresh = {paper.arxiv_id: paper for paper in found.papers if paper.arxiv_id not in papers}
        papers |= fresh
        remarks += found.remarks
        unread += found.unread
        full = len(rows) >= DEFAULT_LIMIT or "next" in response.links
        if not (full and fresh):
            break
    return Items(tuple(papers.values()), tuple(remarks), tuple(unread))


def read_rows(response: httpx.Response) -> list[object]:
    """The bare array of an answer; raises `SourceUnreadable` with the API's own words if any."""
    where = masked(str(response.url.copy_with(query=None)))
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        raise SourceUnreadable(f"{where} answers with something that is not JSON.") from None
    if response.status_code == 200 and isinstance(body, list):
        return body
    error = body.get("error") if isinstance(body, dict) else None
    raise SourceUnreadable(f"{where} answers: {one_line(str(error))[:200]}")
