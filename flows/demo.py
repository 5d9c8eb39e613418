"""The sample day: the real flow over HTTP against a server that plays the three sources."""

import logging
import os
from pathlib import Path

from flows.console import start_prefect
from tasks.records import Outcome
from tasks.run.errors import DayIncomplete

log = logging.getLogger(__name__)


def prepare_demo(folder: Path) -> None:
    """Keep the sample's answers out of Prefect's own cache. Prefect reads this when imported."""
    os.environ["PREFECT_RESULTS_LOCAL_STORAGE_PATH"] = str(folder.resolve() / "answers")


def run_demo(folder: Path) -> tuple[Outcome, str]:
    """Publish the sample day under `folder`; how it ended, and what to look at and do next."""
    from sample.server import SAMPLE_DAY, sample_server
    from tasks.assemble import SAMPLE_MODEL

    with sample_server() as server:
        os.environ.update(
            OPENAI_API_KEY="sample",
            OPENAI_BASE_URL=server.openai_base_url,
            NONMUN_REVIEW="off",  # no second reader was recorded for the sample
            NONMUN_MODEL=SAMPLE_MODEL,
            NONMUN_ENGINE="openai",
            NONMUN_HF_URL=server.hf_url,
            NONMUN_ARXIV_URL=server.arxiv_url,
            NONMUN_ARXIV_DELAY_SECONDS="0",
            NONMUN_DATABASE_URL=f"sqlite:///{folder / 'nonmun.db'}",
            NONMUN_OUTPUT_DIR=str(folder / "editions"),
        )
        start_prefect("flows.daily")
        from flows.daily import daily

        try:
            outcome = daily(day=SAMPLE_DAY).outcome
        except DayIncomplete as error:
            log.warning("%s", error)
            outcome = "incomplete"
    edition = folder / "editions" / f"{SAMPLE_DAY:%Y}" / str(SAMPLE_DAY)
    files = "\n".join(f"  {path}" for path in sorted(edition.glob("[!.]*")))
    return outcome, (
        f"\nThe sample edition of {SAMPLE_DAY} is {outcome}:\n{files}\n\n"
        "For real papers, with a key of OpenAI or of any compatible server:\n"
        "  OPENAI_API_KEY=... .venv/bin/nonmun daily --date 2024-11-22\n"
        "Without a key the same command publishes extracts in English, and says so."
    )
