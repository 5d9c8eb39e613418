"""The scrape room: a day to its `Listing`, from Hugging Face's page and API."""

from tasks.scrape.listing import scrape_day
from tasks.scrape.task import scrape

__all__ = ["scrape", "scrape_day"]
