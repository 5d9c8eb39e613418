"""The raw replies for a day: Hugging Face's page and API, and arXiv's feed, a file each.

`D.html`, `D.api-0.json` and `D.atom-0.xml`, and so on where there are several. The sample server
replays such a folder (`python -m sample.server --recorded FOLDER`), and tests read real days from
it (`NONMUN_RECORDED_DIR`).
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx

from tasks.abstracts.arxiv import ATOM, batches, query_url
from tasks.abstracts.pace import ARXIV_PACE
from tasks.outside.http import fetch, open_client
from tasks.run.errors import SourceError
from tasks.run.settings import Settings
from tasks.scrape.api import DEFAULT_LIMIT, LIMIT, MAX_PAGES, read_rows


def record_day(day: date, folder: Path, settings: Settings) -> tuple[Path, ...]:
    """Write the replies for the day, in place of earlier ones; the files that were written.

    arXiv may fail, which leaves its files out. Raises `SourceError` when Hugging Face does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    timeout = settings.request_timeout_seconds
    with open_client(settings.hf_url, timeout_seconds=timeout) as client:
        page = fetch(client, f"{settings.hf_url}/papers/date/{day}")
        lists = list(_api(client, settings.hf_url, day))
    feeds = _feeds(_ids(lists), settings)
    contents = {f"{day}.html": page.content}
    contents |= {f"{day}.api-{number}.json": reply for number, reply in enumerate(lists)}
    contents |= {f"{day}.atom-{number}.xml": reply for number, reply in enumerate(feeds)}
    for old in folder.glob(f"{day}.*"):
        old.unlink()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in contents)


def _api(client: httpx.Client, hf_url: str, day: date) -> Iterator[bytes]:
    """The API's pages; the last one is not full."""
    for page in range(MAX_PAGES):
        params: dict[str, str | int] = {"date": day.isoformat(), "limit": LIMIT, "p": page}
        response = fetch(client, f"{hf_url}/api/daily_papers", params)
        yield response.content
        if len(read_rows(response)) < DEFAULT_LIMIT and "next" not in response.links:
            return


def _ids(lists: list[bytes]) -> list[str]:
    papers = [item.get("paper", {}) for reply in lists for item in json.loads(reply)]
    return list(dict.fromkeys(str(paper["id"]) for paper in papers if paper.get("id")))


def _feeds(arxiv_ids: list[str], settings: Settings) -> list[bytes]:
    """ArXiv's replies as far as it gives any."""
    feeds: list[bytes] = []
    timeout = settings.request_timeout_seconds
    with open_client(settings.arxiv_url, timeout_seconds=timeout, retries=1) as client:
        client.headers["Accept"] = ATOM
        for batch in batches(arxiv_ids, settings.arxiv_url):
            ARXIV_PACE.wait(settings.arxiv_delay_seconds)
            try:
                found = fetch(client, query_url(settings.arxiv_url, batch), accept=(200, 400))
            except SourceError:
                return feeds
            feeds.append(found.content)
    return feeds
