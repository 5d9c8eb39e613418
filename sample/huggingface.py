"""Plays Hugging Face Daily Papers from lists in the shape of its API.

The page holds the island and the cards of 2026; an empty day shows the latest earlier one, as the
real site does, and the API pages by 50 unless asked otherwise. Items that are not as they should
be are served as they are; those without a paper have no card.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

Item = dict[str, Any]
Days = Mapping[date, Sequence[Item]]

MAX_LIMIT = 100


class HuggingFace:
    """The lists by day, and the day that it is (the real one in UTC when None).

    `pages` are recorded ones, which are served as they are.
    """

    def __init__(
        self, days: Days, today: date | None = None, pages: Mapping[date, bytes] | None = None
    ) -> None:
        self.days = days
        self.today = today
        self._pages = pages or {}

    def routes(self) -> list[Route]:
        """The routes of the page and of the API."""
        return [
            Route("/papers/date/{day}", self._page),
            Route("/api/daily_papers", self._list),
            Route("/api/papers/{arxiv_id}", self._paper),
        ]

    def paper(self, arxiv_id: str) -> dict[str, Any] | None:
        """The `paper` of the first item with that id."""
        papers = (paper for items in self.days.values() for paper in papers_of(items))
        return next((paper for paper in papers if paper.get("id") == arxiv_id), None)

    async def _page(self, request: Request) -> Response:
        asked = _day(request.path_params["day"])
        if asked in self._pages:
            return HTMLResponse(self._pages[asked])
        shown = max(
            (day for day, items in self.days.items() if items and day <= asked), default=asked
        )
        html = render_page(shown, self.days.get(shown, ()))
        return HTMLResponse(html, headers={"ratelimit": '"pages";r=95;t=23'})

    async def _list(self, request: Request) -> Response:
        query = request.query_params
        limit, page = _number(query.get("limit", "50")), _number(query.get("p", "0"))
        day = _day(query["date"]) if "date" in query else max(self.days)
        if day > (self.today or datetime.now(UTC).date()) or not 1 <= limit <= MAX_LIMIT:
            raise HTTPException(400, "date or limit is out of range")
        items = sorted(self.days.get(day, ()), key=_votes, reverse=True)
        after = (page + 1) * limit
        headers = {"ratelimit": '"api";r=495;t=23'}
        if after < len(items):
            following = request.url.include_query_params(p=page + 1)
            headers["link"] = f'<{following}>; rel="next"'
        return JSONResponse(items[page * limit : after], headers=headers)

    async def _paper(self, request: Request) -> Response:
        paper = self.paper(request.path_params["arxiv_id"])
        if paper is None:
            raise HTTPException(404, "Paper not found")
        return JSONResponse(paper, headers={"ratelimit": '"api";r=495;t=23'})


def render_page(shown: date, items: Sequence[Item]) -> str:
    """The page of a day: the island with everything, then a card for each paper."""
    props = {
        "dateString": shown.isoformat(),
        "dailyPapers": list(items),
        "periodType": "day",
        "isTrending": False,
        "canSubmit": False,
    }
    island = escape(json.dumps(props, ensure_ascii=False))
    cards = "\n".join(map(_card, papers_of(items)))
    return (
        '<!doctype html><html><head><meta charset="utf-8"><title>Daily Papers</title></head><body>'
        '<main><div class="SVELTE_HYDRATER contents" data-target="DailyPapers" '
        f'data-props="{island}"><section>\n{cards}\n</section></div></main></body></html>'
    )


def papers_of(items: Sequence[Any]) -> list[dict[str, Any]]:
    """The papers of those items that have one."""
    papers = (item.get("paper") for item in items if isinstance(item, dict))
    return [paper for paper in papers if isinstance(paper, dict)]


def _votes(item: Any) -> int:
    counts = [paper.get("upvotes") for paper in papers_of([item])]
    return next((count for count in counts if isinstance(count, int)), 0)


def _card(paper: Mapping[str, Any]) -> str:
    arxiv_id = escape(str(paper.get("id")))
    link = f'<a href="/papers/{arxiv_id}"'
    votes = escape(str(paper.get("upvotes") or "-"))
    return (
        f'<article>{link} class="shadow"><img src="{thumbnail(arxiv_id)}" alt=""></a>'
        f'<div class="leading-none">{votes}</div>'
        f"<h3>{link}>{escape(str(paper.get('title')))}</a></h3></article>"
    )


def thumbnail(arxiv_id: str) -> str:
    """Where Hugging Face keeps the picture of a paper."""
    return f"https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{arxiv_id}.png"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HTTPException(400, f"Invalid date {text}") from None


def _number(text: str) -> int:
    if not text.isdecimal():
        raise HTTPException(400, f"Invalid number {text}")
    return int(text)
