"""The sample day: the real flow over HTTP against a server that plays the three sources."""

import os
from pathlib import Path


def run_demo(folder: Path) -> str:
    """Publish the sample day under `folder` and return what to look at and how to go on."""
    from sample.server import SAMPLE_DAY, sample_server
    from tasks.assemble import SAMPLE_MODEL

    with sample_server() as server:
        os.environ.update(
            OPENAI_API_KEY="sample",
            OPENAI_BASE_URL=server.openai_base_url,
            NONMUN_MODEL=SAMPLE_MODEL,
            NONMUN_ENGINE="openai",
            NONMUN_HF_URL=server.hf_url,
            NONMUN_ARXIV_URL=server.arxiv_url,
            NONMUN_ARXIV_DELAY_SECONDS="0",
            NONMUN_DATABASE_URL=f"sqlite:///{folder / 'nonmun.db'}",
            NONMUN_OUTPUT_DIR=str(folder / "editions"),
        )
        from flows.daily import daily

        result = daily(day=SAMPLE_DAY)
    edition = folder / "editions" / f"{SAMPLE_DAY:%Y}" / str(SAMPLE_DAY)
    return (
        f"\nThe sample edition of {SAMPLE_DAY} is {result.outcome}: {edition}\n"
        f"  {edition / 'cards.md'}\n  {edition / 'insights.md'}\n  {edition / 'bulletin.md'}\n"
        f"  {edition / f'paper_{SAMPLE_DAY}.png'}\n\n"
        "For real papers, with a key of OpenAI or of any compatible server:\n"
        "  OPENAI_API_KEY=... .venv/bin/nonmun daily --date 2024-11-22\n"
        "Without a key the same command publishes extracts in English, and says so."
    )
