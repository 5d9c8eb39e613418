"""The shared HTTP client: patient within bounds, honest in its errors."""

import gzip
import time
from datetime import date

import httpx
import pytest

from sample.traffic import Fault
from tasks.outside.http import MAX_BODY_BYTES, _read, fetch, open_client
from tasks.run.errors import SourceError, SourceUnreadable

DAY = date(2024, 11, 22)


@pytest.fixture
def running(sample, item):
    return sample({DAY: [item("2411.10442")]})


def get(running, *, faults=None, path="/api/papers/2411.10442", **options):
    """Fetch from the sample server, the n-th request meeting the n-th fault."""
    running.app.traffic.faults = lambda request: (faults or {}).get(request.number)
    settings = {"timeout_seconds": 5, "backoff_seconds": 0.01, **options}
    with open_client(running.at.hf_url, **settings) as client:
        return fetch(client, f"{running.at.hf_url}{path}")


def test_program_names_itself(running):
    with open_client(running.at.hf_url, timeout_seconds=5) as client:
        assert client.headers["user-agent"].startswith("nonmun/")


@pytest.mark.parametrize("status", [406, 429, 500, 502, 503, 504])
def test_passing_failures_are_asked_again(running, status):
    response = get(running, faults={1: Fault(status=status), 2: Fault(status=status)})
    assert response.json()["id"] == "2411.10442"
    assert running.app.traffic.count("api") == 3


def test_dropped_and_broken_off_answers_are_asked_again(running):
    response = get(running, faults={1: Fault(drop=True), 2: Fault(truncate_at=20)})
    assert response.json()["id"] == "2411.10442"


def test_a_body_that_cannot_be_unpacked_is_asked_for_again(running):
    broken = Fault(status=200, headers={"content-encoding": "gzip"}, body=b"not packed at all")
    assert get(running, faults={1: broken}).json()["id"] == "2411.10442"
    running.app.traffic.requests.clear()
    with pytest.raises(SourceError, match="cannot be reached"):
        get(running, faults=dict.fromkeys(range(1, 9), broken))
    assert running.app.traffic.count("api") == 4


def test_lasting_failure_is_one_line_after_four_requests(running):
    with pytest.raises(SourceError, match=r"/api/papers/2411\.10442 answers HTTP 503") as caught:
        get(running, faults=dict.fromkeys(range(1, 9), Fault(status=503, body="x" * 50_000)))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3
    assert running.app.traffic.count("api") == 4


def test_unknown_page_is_not_asked_again(running):
    with pytest.raises(SourceUnreadable, match="HTTP 404"):
        get(running, path="/api/papers/2411.99999")
    assert running.app.traffic.count("api") == 1


@pytest.mark.parametrize(
    "headers", [{"ratelimit": '"api";r=0;t=1'}, {"Retry-After": "1"}], ids=["ratelimit", "standard"]
)
def test_429_waits_as_long_as_the_server_says(running, headers):
    started = time.monotonic()
    get(running, faults={1: Fault(status=429, headers=headers, body="<html>" * 9000)})
    assert 1.0 <= time.monotonic() - started < 3.0


def test_all_waits_together_are_bounded_however_long_the_server_asks(running):
    faults = dict.fromkeys(range(1, 9), Fault(status=429, headers={"Retry-After": "3600"}))
    started = time.monotonic()
    with pytest.raises(SourceError, match="429"):
        get(running, faults=faults, max_wait_seconds=0.3)
    assert time.monotonic() - started < 1.5
    assert running.app.traffic.count("api") == 2


def test_body_that_trickles_in_is_given_up():
    def trickle():
        for _ in range(50):
            time.sleep(0.05)
            yield b"x"

    request = httpx.Request("GET", "http://localhost/")
    response = httpx.Response(200, content=trickle(), request=request)
    with pytest.raises(httpx.ReadTimeout, match="too long"):
        _read(response, deadline=time.monotonic() + 0.2)


def test_server_that_never_answers_is_given_up(running):
    running.app.traffic.latency_seconds = {"api": 2}
    with pytest.raises(SourceError, match="timed out"):
        get(running, timeout_seconds=0.1, retries=1)


def test_nobody_there_is_one_line_with_the_address():
    with (
        open_client("http://127.0.0.1:9", timeout_seconds=1, backoff_seconds=0) as client,
        pytest.raises(SourceError, match=r"http://127\.0\.0\.1:9/x cannot be reached"),
    ):
        fetch(client, "http://127.0.0.1:9/x?secret=1")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip bomb"])
def test_oversized_body_is_refused_once(running, packed):
    body = b"0" * (MAX_BODY_BYTES + 1)
    headers = {"content-encoding": "gzip"} if packed else {}
    fault = Fault(status=200, headers=headers, body=gzip.compress(body) if packed else body)
    with pytest.raises(SourceUnreadable, match="more than 20 MB"):
        get(running, faults={1: fault})
    assert running.app.traffic.count("api") == 1


def test_bomb_of_stacked_codings_is_not_unpacked(running):
    body = gzip.compress(gzip.compress(b"0" * 10_000_000))
    fault = Fault(status=200, headers={"content-encoding": "gzip, gzip"}, body=body)
    with pytest.raises(SourceUnreadable, match="packed"):
        get(running, faults={1: fault})


def test_packed_body_is_read(running):
    headers = {"content-encoding": "gzip"}
    packed = Fault(status=200, headers=headers, body=gzip.compress(b"[]"))
    assert get(running, faults={1: packed}).json() == []


def test_redirects_are_followed_and_bounded(running):
    there = Fault(status=301, headers={"Location": "/api/papers/2411.10442"})
    assert get(running, faults={1: there}).json()["id"] == "2411.10442"
    with pytest.raises(SourceError, match="redirects"):
        get(running, faults=dict.fromkeys(range(1, 99), there))


def test_proxy_of_the_environment_is_used(running, monkeypatch):
    monkeypatch.setenv("http_proxy", running.at.root)
    monkeypatch.setenv("no_proxy", "")
    url = "http://papers.invalid/papers/date/2024-11-22"
    with (
        open_client("http://papers.invalid", timeout_seconds=5) as client,
        pytest.raises(SourceUnreadable, match="HTTP 404"),
    ):
        fetch(client, url)
    assert running.app.traffic.requests[0].path == url


def test_credentials_of_an_address_are_in_no_message(running):
    address = running.at.hf_url.replace("http://", "http://ada:secret@")
    errors = []
    for url, faults in (
        (f"{address}/x", {}),
        (f"{address}/y", dict.fromkeys(range(1, 9), Fault(status=503))),
        (f"{address}/z", {1: Fault(status=200, headers={"content-encoding": "br"}, body="x")}),
        ("http://ada:secret@127.0.0.1:9/x", {}),
        ("http://ada:secret/word@127.0.0.1:9/x", {}),
    ):
        running.app.traffic.requests.clear()
        running.app.traffic.faults = lambda request, faults=faults: faults.get(request.number)
        with (
            open_client(url, timeout_seconds=1, retries=1, backoff_seconds=0) as client,
            pytest.raises(SourceError) as caught,
        ):
            fetch(client, url)
        errors.append(str(caught.value))
    assert all("http://***@127.0.0.1" in error for error in errors), errors
    assert not [error for error in errors if "secret" in error or "ada" in error]
