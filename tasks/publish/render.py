"""An edition as documents: pure, and the same edition always gives the same bytes."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from prompts.taxonomy import load_taxonomy
from tasks.chart.dates import korean_date, short_korean_date
from tasks.chart.figure import WIDTH_PIXELS
from tasks.publish import wording
from tasks.publish.escape import link, markdown, safe_url
from tasks.publish.machine import edition_json
from tasks.records import CategoryChoice, Edition, EditionCategory, EditionPaper, Omission

DOCUMENTS = {
    "cards.md": "논문 카드",
    "insights.md": "분야별 인사이트",
    "bulletin.md": "Daily Papers",
}


def render(edition: Edition) -> dict[str, str]:
    """File name → text: the three Markdown documents and `edition.json`.

    Raises KeyError when the edition names a category that the taxonomy does not have.
    """
    documents = {file: render_document(edition, file) for file in DOCUMENTS}
    return {**documents, "edition.json": edition_json(edition)}


def render_document(edition: Edition, file: str) -> str:
    """One of `DOCUMENTS`; raises KeyError as `render` does."""
    return environment().get_template(f"{file}.j2").render(edition=edition, file=file)


def load_templates() -> None:
    """Compile the templates, which the first documents of a process do otherwise."""
    for file in environment().list_templates():
        environment().get_template(file)


def png_name(day: date) -> str:
    """The file name of a day's chart, as the seeds have it: `paper_2024-11-22.png`."""
    return f"paper_{day}.png"


@cache
def environment() -> Environment:
    """The templates. Whatever `{{ }}` shows is escaped as Markdown, unless it is Markup."""
    loaded = Environment(
        loader=PackageLoader("tasks.publish"),
        auto_reload=False,  # it would look at the files again for each card
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else markdown(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    loaded.filters |= {
        "authors": wording.authors,
        "categories": ordered_categories,
        "changes": wording.changes,
        "chart_words": _chart_words,
        "cost": wording.cost,
        "gap": wording.gap,
        "korean_date": korean_date,
        "insight_mark": wording.insight_mark,
        "labels": _labels,
        "link": link,
        "mark": wording.mark,
        "numbers": wording.numbers,
        "png_name": png_name,
        "omission_place": _omission_place,
        "reading": wording.reading,
        "safe_url": lambda url: Markup.escape(safe_url(url) or ""),
        "short_korean_date": short_korean_date,
        "source": _source,
        "source_marks": _source_marks,
        "tally": wording.tally,
        "times": wording.times,
        "unclassified": _unclassified,
        "verdict": wording.verdict,
        "writer": wording.writer,
    }
    loaded.globals |= {
        "chart_width": WIDTH_PIXELS,
        "documents": DOCUMENTS,
        "legend": wording.LEGEND,
        "parts": wording.PART_LABELS,
        "rules": wording.RULE_LABELS,
        "sections": wording.SECTION_LABELS,
        "taxonomy": load_taxonomy(),
    }
    return loaded


def ordered_categories(
    edition: Edition,
) -> list[tuple[EditionCategory, tuple[EditionPaper, ...]]]:
    """The categories with their papers: most papers first, then the order of the taxonomy."""
    by_id = {item.paper.arxiv_id: item for item in edition.papers}
    place = {category_id: index for index, category_id in enumerate(load_taxonomy().ids)}
    ordered = sorted(edition.categories, key=lambda item: (-len(item.papers), place[item.category]))
    return [(item, tuple(by_id[arxiv_id] for arxiv_id in item.papers)) for item in ordered]


def _unclassified(edition: Edition) -> tuple[EditionPaper, ...]:
    filed = {arxiv_id for item in edition.categories for arxiv_id in item.papers}
    return tuple(item for item in edition.papers if item.paper.arxiv_id not in filed)


def _chart_words(edition: Edition) -> str:
    """What the chart shows, for those who cannot see it."""
    taxonomy = load_taxonomy()
    bars = (
        f"{taxonomy[item.category].ko} {len(papers)}편"
        for item, papers in ordered_categories(edition)
    )
    return f"{korean_date(edition.day)} 논문 분야 분포: {', '.join(bars)}"


def _labels(choice: CategoryChoice) -> str:
    taxonomy = load_taxonomy()
    primary, *others = (taxonomy[name].label for name in (choice.primary, *choice.secondary))
    return f"{primary} (함께 다루는 분야: {', '.join(others)})" if others else primary


def _source(item: EditionPaper) -> Markup:
    """A linked title, with the state where the text is not fully verified."""
    title = link(item.paper.title, item.paper.url)
    if item.state == "verified":
        return title
    return title + Markup(" — ") + markdown(wording.STATE_LABELS[item.state])


def _source_marks(papers: Sequence[str], sources: Sequence[str]) -> Markup:
    """The papers that a sentence rests on, as their numbers in the list of sources."""
    found = sorted(sources.index(arxiv_id) + 1 for arxiv_id in papers)
    return Markup("<sup>[{}]</sup>").format(wording.numbers(found)) if found else Markup()


def _omission_place(omission: Omission) -> str:
    label = wording.SECTION_LABELS.get(omission.section or "", "글 전체")
    return label if omission.index is None else f"{label} {omission.index + 1}번째 문장"
