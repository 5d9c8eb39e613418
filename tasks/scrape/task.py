"""Reading a day's list as a Prefect task."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.records import Listing
from tasks.scrape.listing import scrape_day


@task(name="scrape", task_run_name="scrape-{day}", cache_policy=NO_CACHE)
def scrape(day: date, hf_url: str, timeout_seconds: float) -> Listing:
    """`scrape_day` without retries of its own: the HTTP client has them."""
    return scrape_day(day, hf_url=hf_url, timeout_seconds=timeout_seconds)
