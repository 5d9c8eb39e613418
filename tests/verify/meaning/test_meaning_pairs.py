import json

from benchmarks.verification.data import papers
from benchmarks.verification.measures import Share
from benchmarks.verification.pairs import (
    SOUND,
    Statement,
    read_pairs,
    refused_by_code,
    shares,
)

ABSTRACT = "RiverNet outperforms StoneNet. The code is available."
SOUND_TEXT, WRONG_TEXT = "RiverNet이 StoneNet을 앞섰습니다.", "StoneNet이 RiverNet을 앞섰습니다."


def statement(text: str, kind: str) -> Statement:
    return Statement("1", "RiverNet", ABSTRACT, text, kind, cites=(1,))


def test_pairs_are_read_with_the_citations_of_the_sentence_they_spoil(tmp_path, shared_data):
    known = next(iter(papers()))
    row = {
        "id": known,
        "half": "held out",
        "writer": 3,
        "sentences": [{"text": "가", "cites": [1]}, {"text": "나", "cites": [2, 3]}],
        "wrong": [{"kind": "role", "sentence": 1, "text": "다", "note": "turned"}],
    }
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    read = read_pairs(path)
    assert [(s.text, s.kind, s.cites, s.half) for s in read] == [
        ("가", SOUND, (1,), "held_out"),
        ("나", SOUND, (2, 3), "held_out"),
        ("다", "role", (2, 3), "held_out"),
    ]


def test_no_file_has_no_pairs(tmp_path):
    assert read_pairs(tmp_path / "none.jsonl") == []


def test_shares_are_counted_by_kind_with_sound_ones_last():
    said = [statement(SOUND_TEXT, SOUND), statement(WRONG_TEXT, "comparison")]
    assert shares(said, refused_by_code) == {
        "comparison": Share(1, 1),
        "all wrong": Share(1, 1),
        SOUND: Share(0, 1),
    }
