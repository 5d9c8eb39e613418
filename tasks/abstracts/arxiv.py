"""Asks the arXiv API about the papers of a day, in as few requests as its limits allow.

arXiv only adds to what Hugging Face gives, and often refuses for hours: so nothing here waits
long, and every failure becomes a remark.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import httpx

from tasks.abstracts.atom import MalformedIdError, read_feed
from tasks.abstracts.pace import ARXIV_PACE
from tasks.outside.http import fetch, open_client
from tasks.outside.masking import masked
from tasks.records import ArxivEntry
from tasks.run.errors import SourceError, SourceUnreadable

Entries = dict[str, ArxivEntry]

ATOM = "application/atom+xml"
"""What is asked for by name: a bare `*/*` is among what arXiv answers with HTTP 406."""

MAX_REQUEST_LINE_BYTES = 4094
RETRIES = 1
MAX_WAIT_SECONDS = 15.0
"""arXiv's refusals give no time to wait and can last hours: a second one is taken as an answer."""


def fetch_entries(
    arxiv_ids: Sequence[str], *, arxiv_url: str, delay_seconds: float, timeout_seconds: float
) -> tuple[Entries, tuple[str, ...]]:
    """What arXiv knows of the ids, by id, and remarks on what it did not give. Never raises."""
    entries: Entries = {}
    remarks: list[str] = []
    client = open_client(
        arxiv_url,
        timeout_seconds=timeout_seconds,
        retries=RETRIES,
        backoff_seconds=delay_seconds,
        max_wait_seconds=MAX_WAIT_SECONDS,
    )
    client.headers["Accept"] = ATOM
    with client:
        try:
            for batch in batches(arxiv_ids, arxiv_url):
                entries |= _ask(client, arxiv_url, batch, delay_seconds, remarks)
        except SourceError as error:
            remarks.append(f"the arXiv data is missing: {error}")
            return entries, tuple(remarks)
    if unknown := [arxiv_id for arxiv_id in arxiv_ids if arxiv_id not in entries]:
        remarks.append(f"arXiv has no entry for {', '.join(unknown)}")
    return entries, tuple(remarks)


def batches(arxiv_ids: Sequence[str], arxiv_url: str) -> Iterator[list[str]]:
    """The ids in groups whose request line stays within arXiv's limit."""
    batch: list[str] = []
    for arxiv_id in arxiv_ids:
        if batch and _request_line_bytes(arxiv_url, [*batch, arxiv_id]) > MAX_REQUEST_LINE_BYTES:
            yield batch
            batch = []
        batch.append(arxiv_id)
    if batch:
        yield batch


def query_url(arxiv_url: str, arxiv_ids: Sequence[str]) -> str:
    """The address of a batch. Commas stay as they are: escaped, each would take three bytes."""
    return f"{arxiv_url}?id_list={','.join(arxiv_ids)}&max_results={len(arxiv_ids)}"


def _request_line_bytes(arxiv_url: str, arxiv_ids: Sequence[str]) -> int:
    parts = urlsplit(query_url(arxiv_url, arxiv_ids))
    return len(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n".encode())


def _ask(
    client: httpx.Client,
    arxiv_url: str,
    arxiv_ids: Sequence[str],
    delay_seconds: float,
    remarks: list[str],
) -> Entries:
    """One batch, asked again without each id that arXiv calls malformed."""
    wanted = list(arxiv_ids)
    while wanted:
        ARXIV_PACE.wait(delay_seconds)
        response = fetch(client, query_url(arxiv_url, wanted), accept=(200, 400))
        try:
            entries = read_feed(response.content)
        except MalformedIdError as error:
            if error.arxiv_id not in wanted:
                raise
            remarks.append(f"arXiv calls the id {error.arxiv_id} malformed")
            wanted.remove(error.arxiv_id)
            continue
        if not entries:
            where = masked(arxiv_url)
            raise SourceUnreadable(f"{where} answers without any entry: try again later.")
        return {arxiv_id: entries[arxiv_id] for arxiv_id in wanted if arxiv_id in entries}
    return {}
