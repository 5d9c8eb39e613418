"""A real small model behind a real server: whatever it writes, nothing unverified is published."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from sample.server import HERE, SAMPLE_DAY, sample_app, serve
from tasks.records import Dialect, Digest
from tasks.store import open_store
from tasks.verify import verify_digest
from tests.waiting import wait_until

LLAMA = Path(__file__).resolve().parents[2] / ".venv" / "llama"
PAPERS = 3
MODEL = "gemma-3-270m"
DAY_SECONDS = 1_500

pytestmark = [pytest.mark.model, pytest.mark.timeout(DAY_SECONDS + 100)]


@pytest.fixture(scope="module")
def llama_server() -> Iterator[str]:
    """The server on a free port; its base URL."""
    if not (LLAMA / "llama-server").exists():
        pytest.skip("the real model is not installed: make test-model does it")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = ["-t", "1", "-tb", "1", "-c", "16384", "-np", "1", "--jinja"]
    where = ["-m", str(LLAMA / "model.gguf"), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [LLAMA / "llama-server", *where, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    root = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        assert process.poll() is None, "llama-server ended by itself"
        with suppress(httpx.HTTPError):
            return httpx.get(f"{root}/health").is_success
        return False

    try:
        wait_until(is_up, 60)
        yield f"{root}/v1"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def publish(folder: Path, base_url: str) -> subprocess.CompletedProcess[str]:
    """Publish the first papers of the sample day with the model behind the URL."""
    listed = json.loads((HERE / "day.json").read_text("utf-8"))[:PAPERS]
    clean = {
        name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ
    }
    with serve(sample_app({SAMPLE_DAY: listed})) as at:
        return subprocess.run(
            [sys.executable, "-m", "flows", "daily", "--date", str(SAMPLE_DAY)],
            env={
                **clean,
                "NONMUN_HF_URL": at.hf_url,
                "NONMUN_ARXIV_URL": at.arxiv_url,
                "NONMUN_ARXIV_DELAY_SECONDS": "0",
                "OPENAI_BASE_URL": base_url,
                "NONMUN_REVIEW": "off",
                "NONMUN_MODEL": MODEL,
                "NONMUN_CONCURRENCY": "1",
                "NONMUN_MODEL_TIMEOUT_SECONDS": "300",
                "NONMUN_MODEL_MAX_TOKENS": "1200",
                "NONMUN_DATABASE_URL": f"sqlite:///{folder / 'nonmun.db'}",
                "NONMUN_OUTPUT_DIR": str(folder / "editions"),
                "PREFECT_HOME": str(folder / "prefect"),
            },
            capture_output=True,
            text=True,
            timeout=DAY_SECONDS,
            check=False,
        )


def unverified(row: dict[str, Any]) -> list[str]:
    """The published Korean sentences of a paper that the checker refuses."""
    if row["digest"] is None:
        return []
    paper, digest = row["paper"], Digest.model_validate(row["digest"])
    _, verdict = verify_digest(paper["title"], paper["abstract"], digest)
    return [refusal.text for refusal in verdict.refusals if refusal.index is not None]


def test_whatever_a_small_model_writes_nothing_unverified_is_published(
    llama_server: str, tmp_path: Path
) -> None:
    assert "NONMUN_ANSWER_FORMAT" not in os.environ
    ended = publish(tmp_path, llama_server)
    print(ended.stdout, ended.stderr[-3000:], sep="\n")
    assert ended.returncode in (0, 1), ended.stderr
    name = f"editions/{SAMPLE_DAY:%Y}/{SAMPLE_DAY}/edition.json"
    edition = json.loads((tmp_path / name).read_text("utf-8"))
    assert edition["account"]["listed"] == len(edition["papers"]) == PAPERS
    assert [unverified(row) for row in edition["papers"]] == [[]] * PAPERS
    assert edition["account"]["calls"] > 0
    with open_store(f"sqlite:///{tmp_path / 'nonmun.db'}") as store:
        assert _dialect(store, llama_server) is not None


def _dialect(store: Any, base_url: str) -> Dialect | None:
    """What was found out of the server."""
    from tasks.model import ChatModel

    found: Dialect | None = store.recall(ChatModel(MODEL, base_url=base_url).identity)
    return found
