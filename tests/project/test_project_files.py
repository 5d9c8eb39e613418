"""The pages and files around the code say what is there."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    ROOT / "flows" / "README.md",
    ROOT / "sample" / "README.md",
]
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
_FILE = re.compile(
    r"`((?:flows|tasks|prompts|db|deployments|tests|benchmarks|docs)/[\w./-]+\.\w+)`"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = [name for name in _LINK.findall(text) if not (page.parent / name).exists()]
    files = [name for name in _FILE.findall(text) if not (ROOT / name).exists()]
    assert (links, files) == ([], [])


def test_the_two_readmes_lead_to_each_other_and_name_the_same_commands() -> None:
    english, korean = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.ko.md"))
    assert "(README.ko.md)" in english
    assert "(README.md)" in korean
    for command in ("make demo", "make test", "nonmun daily", "nonmun backfill", "nonmun status"):
        assert command in english
        assert command in korean


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(_LINK.findall((folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_the_workflow_runs_the_test_command_of_the_readme_and_builds_the_image_apart() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    runs = {
        name: [step["run"] for step in job["steps"] if "run" in step]
        for name, job in workflow["jobs"].items()
    }
    assert "make test" in runs["test"]
    assert "make image" in runs["image"]
    assert "make image" not in runs["test"]


@pytest.mark.parametrize(
    "module",
    ["tasks.verify.numbers", "tasks.days.calendar", "tasks.text.one_line", "tasks.outside.masking"],
)
def test_what_converts_shows_how_in_a_doctest(module: str) -> None:
    ended = doctest.testmod(import_module(module))
    assert ended.attempted > 0
    assert ended.failed == 0
