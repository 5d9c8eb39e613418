import pytest
from pydantic import ValidationError

from tasks.records import CategoryChoice, Digest, Paper


def test_one_field_too_many_does_not_cost_a_paid_answer() -> None:
    digest = Digest(title_ko="제목", fields=("가", "나", "다", "라", "마"))
    assert digest.fields == ("가", "나", "다", "라")
    assert CategoryChoice(primary="code", secondary=("a", "b", "c")).secondary == ("a", "b")


@pytest.mark.parametrize("arxiv_id", ["2411.10442v1", "２４１１.10442", "../2411.10442", "2411.1"])
def test_only_plain_arxiv_ids_pass(arxiv_id: str) -> None:
    with pytest.raises(ValidationError):
        Paper(arxiv_id=arxiv_id, title="T")


def test_links_are_canonical_without_version() -> None:
    paper = Paper(arxiv_id="2411.10442", title="T")
    assert paper.url == "https://arxiv.org/abs/2411.10442"
    assert paper.pdf_url == "https://arxiv.org/pdf/2411.10442"
