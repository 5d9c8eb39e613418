"""A Prefect server for whole-flow tests, and settings that lead to the sample server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Prefect server a session, with results in a folder of its own."""
    from prefect.settings import (
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_RESULTS_LOCAL_STORAGE_PATH,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness

    settings = {
        PREFECT_RESULTS_LOCAL_STORAGE_PATH: tmp_path_factory.mktemp("results"),
        # The heartbeat thread costs a second at the end of every flow run.
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with (
        temporary_settings(settings),
        prefect_test_harness(server_startup_timeout=120),
    ):
        yield


@pytest.fixture
def point_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """Points the settings at a sample server and at a folder of the test, which it returns."""

    def set_environment(server: object, **settings: str) -> Path:
        at = server.at  # type: ignore[attr-defined]
        values = {
            "NONMUN_HF_URL": at.hf_url,
            "NONMUN_ARXIV_URL": at.arxiv_url,
            "NONMUN_ARXIV_DELAY_SECONDS": "0",
            "OPENAI_BASE_URL": at.openai_base_url,
            "OPENAI_API_KEY": "test-key",
            # Prefect's cache of paid answers outlives a test: each has a model of its own.
            "NONMUN_MODEL": f"stand-in-{uuid4().hex}",
            "NONMUN_DATABASE_URL": f"sqlite:///{tmp_path / 'nonmun.db'}",
            "NONMUN_OUTPUT_DIR": str(tmp_path / "editions"),
            # Tests of the second reader switch it on: the others count calls of the writer.
            "NONMUN_REVIEW": "off",
            **settings,
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return tmp_path

    return set_environment
