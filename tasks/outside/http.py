"""The HTTP clients: named, patient within bounds, wary of big bodies.

Retries with backoff and jitter are httpx-retries'; what is added here reads every body inside the
transport, so that a broken body is retried as well, and none outgrows its bounds. The
model's client brings its own retries and takes only the reading from here.
"""

import re
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from functools import cache
from importlib.metadata import version
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from httpx_retries import Retry, RetryTransport

from tasks.outside.masking import masked
from tasks.run.errors import SourceError, SourceUnreadable
from tasks.text import one_line

RETRIES = 3
BACKOFF_SECONDS = 1.0
MAX_WAIT_SECONDS = 300.0
"""Hugging Face counts requests in windows of five minutes: a longer wait is of no use."""

MAX_BODY_BYTES = 20_000_000
MAX_REDIRECTS = 5
THROTTLED_STATUSES = (406, 429)
"""406 is what arXiv's API says to some clients since September 2026; it passes like a 429."""
RETRYABLE_STATUSES = (*THROTTLED_STATUSES, 500, 502, 503, 504)

USER_AGENT = f"nonmun/{version('nonmun')} (Korean digests of Daily Papers)"

_CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_BODY_HEADERS = ("content-encoding", "content-length", "transfer-encoding")


def open_client(
    url: str,
    *,
    timeout_seconds: float,
    retries: int = RETRIES,
    backoff_seconds: float = BACKOFF_SECONDS,
    max_wait_seconds: float = MAX_WAIT_SECONDS,
) -> httpx.Client:
    """A client for the server of `url`; close it, or use it as a context manager.

    One request, body included, may take about `timeout_seconds`. It is repeated up to `retries`
    times; the first wait is at least `backoff_seconds`, all waits together at most
    `max_wait_seconds`, and the server's own word (`Retry-After`, or Hugging Face's `ratelimit`)
    goes before the backoff.
    """
    retry = _Retry(
        total=retries,
        status_forcelist=RETRYABLE_STATUSES,
        # A body that cannot be unpacked was damaged on its way, as one that broke off.
        retry_on_exceptions=(*Retry.RETRYABLE_EXCEPTIONS, httpx.DecodingError),
        backoff_factor=backoff_seconds,
        backoff_jitter=0.5,
        max_backoff_wait=max_wait_seconds,
        total_timeout=max_wait_seconds,
    )
    return _client(RetryTransport(_reader(url, timeout_seconds), retry), timeout_seconds)


def open_model_client(
    url: str,
    *,
    timeout_seconds: float,
    connections: int,
    on_request: Callable[[], None],
    mend: Callable[[httpx.BaseTransport], httpx.BaseTransport],
) -> httpx.Client:
    """A client for the model server of `url` that does not retry; close it.

    One request, body included, may take about `timeout_seconds`, and `connections` of them may be
    under way at a time. `on_request` is called before each, in the thread that sends it; `mend`
    puts right what servers do wrong.
    """
    client = _client(mend(_reader(url, timeout_seconds, connections)), timeout_seconds)
    client.event_hooks = {"request": [lambda _: on_request()]}
    return client


@cache
def tls() -> ssl.SSLContext:
    """How certificates are checked, for all clients: reading the authorities takes 40 ms."""
    return httpx.create_ssl_context()


def _client(transport: httpx.BaseTransport, timeout_seconds: float) -> httpx.Client:
    return httpx.Client(
        transport=transport,
        timeout=timeout_seconds,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
    )


def _reader(url: str, timeout_seconds: float, connections: int = 100) -> httpx.BaseTransport:
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    inner = httpx.HTTPTransport(verify=tls(), proxy=_proxy_for(url), limits=limits)
    return _ReadingTransport(inner, timeout_seconds)


def fetch(
    client: httpx.Client,
    url: str,
    params: Mapping[str, str | int] | None = None,
    *,
    accept: Collection[int] = (200,),
) -> httpx.Response:
    """GET a URL; the body has been read.

    Raises `SourceError` when the server cannot be reached or asks to come back later, and
    `SourceUnreadable` for any other status that is not in `accept`, and for oversized bodies.
    """
    where = masked(url.partition("?")[0])
    try:
        response = client.get(url, params=params)
    except httpx.InvalidURL:  # its own words quote what it takes for the port: a password, often
        raise SourceError(f"{where} is not an address: correct it in the settings.") from None
    except httpx.HTTPError as error:
        reason = masked(one_line(str(error))) or type(error).__name__
        raise SourceError(
            f"{where} cannot be reached ({reason}): check the network and the address, then run "
            "again."
        ) from error
    if response.status_code in accept:
        return response
    if response.status_code == 406:
        raise SourceError(
            f"{where} answers HTTP 406, as arXiv does since September 2026 to clients that it "
            "slows down, and did so again when asked later: run again in an hour."
        )
    if response.status_code in RETRYABLE_STATUSES:
        raise SourceError(
            f"{where} answers HTTP {response.status_code} and did so again when asked later: "
            "run again in an hour."
        )
    raise SourceUnreadable(
        f"{where} answers HTTP {response.status_code}: check the address in the settings."
    )


class _Retry(Retry):
    """Carries the time already slept to the next attempt, which httpx-retries 0.6.0 forgets."""

    def increment(self) -> Retry:
        following = super().increment()
        following.elapsed_sleep = self.elapsed_sleep
        return following


class _ReadingTransport(httpx.BaseTransport):
    """Hands on responses whose body has been read and decoded, within bounds of size and time."""

    def __init__(self, inner: httpx.BaseTransport, timeout_seconds: float) -> None:
        self._inner = inner
        self._timeout_seconds = timeout_seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self._timeout_seconds
        with closing(self._inner.handle_request(request)) as response:
            response.request = request
            body = _read(response, deadline)
        headers = response.headers
        for name in _BODY_HEADERS:
            headers.pop(name, None)
        wait = re.search(r"\br=0\b.*\bt=(\d+)", headers.get("ratelimit", ""))
        if response.status_code == 429 and wait and "retry-after" not in headers:
            headers["retry-after"] = wait[1]
        return httpx.Response(response.status_code, headers=headers, content=body)

    def close(self) -> None:
        self._inner.close()


def _read(response: httpx.Response, deadline: float) -> bytes:
    """The decoded body. Codings are not stacked: each could blow up the next a thousandfold."""
    where = masked(str(response.url.copy_with(query=None)))
    if response.headers.get("content-encoding", "").strip().lower() not in _CODINGS:
        raise SourceUnreadable(f"{where} is packed in a way that was not asked for.")
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise SourceUnreadable(
                f"{where} answers with more than {MAX_BODY_BYTES // 1_000_000} MB: "
                "check the address in the settings."
            )
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the body takes too long", request=response.request)
    return b"".join(chunks)


def _proxy_for(url: str) -> str | None:
    """The proxy that the environment names; httpx looks only when it makes the transport itself."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
