"""A paper as the model sees it: lines of data for the fence, the abstract as numbered sentences."""

from tasks.records import Paper
from tasks.text.sentences import split_sentences


def paper_lines(paper: Paper) -> list[str]:
    """The arXiv id, the title and the abstract's sentences, numbered from 1 as citations are."""
    sentences = split_sentences(paper.abstract or "")
    numbered = [f"[{number}] {sentence}" for number, sentence in enumerate(sentences, start=1)]
    return [f"arXiv: {paper.arxiv_id}", f"Title: {paper.title}", "Abstract:", *numbered]
