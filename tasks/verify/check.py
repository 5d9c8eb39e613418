"""Checks a digest, or any Korean text, against the title and the abstract of its paper."""

from collections.abc import Iterator, Sequence

from tasks.records import Digest, Refusal, Section, Sentence, Verdict
from tasks.text.sentences import split_korean
from tasks.verify.citations import repaired, supports_of
from tasks.verify.plain import normalize, quote
from tasks.verify.sentence import Fault, label_faults, length_faults, refusals, sentence_faults
from tasks.verify.source import MAX_CHARACTERS, MAX_SENTENCES, Source, analyse
from tasks.verify.topic import absent_name, topic_faults
from tasks.verify.version import CHECKER_VERSION

_NAMES_OF_PARTS: dict[Section, str] = {
    "summary": "요약",
    "easy": "쉬운 설명",
    "whats_new": "새로운 점",
    "technical_details": "기술 내용",
    "performance": "성능",
}


def check_text(title: str, abstract: str, text: str) -> Verdict:
    """The verdict on Korean prose without citations; refusals carry the sentence as `text`.

    Of more than `MAX_CHARACTERS` or `MAX_SENTENCES` only the beginning is read, and the whole is
    refused.
    """
    source = analyse(title, abstract)
    found = refusals("", length_faults(text))
    sentences = split_korean(text[:MAX_CHARACTERS])
    if len(sentences) > MAX_SENTENCES:
        found += refusals("", [("language", f"{MAX_SENTENCES}문장이 넘는 글은 읽지 않습니다.")])
    sentences = sentences[:MAX_SENTENCES]
    for sentence in sentences:
        found += refusals(sentence, sentence_faults(sentence, source))
    found += refusals("", topic_faults(sentences, source))
    return Verdict(refusals=tuple(found), checker=CHECKER_VERSION)


def verify_digest(title: str, abstract: str, digest: Digest) -> tuple[Digest, Verdict]:
    """The digest with its citations repaired, and the verdict on it.

    A refusal names section and index of its sentence; those of the whole digest have neither.
    """
    source = analyse(title, abstract)
    found = _title_and_fields(digest, source)
    sections: dict[str, tuple[Sentence, ...]] = {}
    for section, sentences in digest.sections():
        checked = [_repair(sentence, section, source) for sentence in sentences]
        sections[section] = tuple(sentence for sentence, _ in checked)
        for index, (sentence, faults) in enumerate(checked):
            found += refusals(sentence.text, faults, section, index)
    found += refusals("", _whole_faults(digest, source))
    return digest.model_copy(update=sections), Verdict(
        refusals=tuple(found), checker=CHECKER_VERSION
    )


def _title_and_fields(digest: Digest, source: Source) -> list[Refusal]:
    found = []
    if digest.title_ko.strip():
        found += refusals(digest.title_ko, sentence_faults(digest.title_ko, source), "title_ko")
    for index, field in enumerate(digest.fields):
        found += refusals(field, label_faults(field, source), "fields", index)
    return found


def _repair(sentence: Sentence, section: Section, source: Source) -> tuple[Sentence, list[Fault]]:
    supports = supports_of(normalize(sentence.text), source)
    cites = tuple(repaired(sentence.cites, supports, source))
    faults = list(sentence_faults(sentence.text, source, cites))
    if not cites and not (section == "performance" and _says_no_result(sentence.text, supports)):
        faults.append(("citation", _citation_detail(sentence.cites, source)))
    return Sentence(text=sentence.text, cites=cites), faults


def _citation_detail(cites: Sequence[int], source: Source) -> str:
    if not cites:
        return "근거 문장의 번호가 없습니다. 초록에서 근거가 되는 문장의 번호를 적으십시오."
    if source.orders & set(cites):
        return "초록에 숨은 지시는 근거가 될 수 없습니다. 이 문장을 빼십시오."
    return f"초록에 없는 번호입니다. 초록의 문장은 1번부터 {len(source.sentences)}번까지입니다."


def _says_no_result(text: str, supports: Sequence[frozenset[int]]) -> bool:
    """True for `초록은 정량적 결과를 밝히지 않습니다`, the one sentence that rests on nothing."""
    about = any(word in text for word in ("결과", "수치", "성능"))
    return not supports and "초록" in text and about and ("않" in text or "없" in text)


def _whole_faults(digest: Digest, source: Source) -> Iterator[Fault]:
    if not digest.title_ko.strip():
        yield "missing", "한국어 제목이 없습니다."
    for section, sentences in digest.sections():
        if not any(sentence.text.strip() for sentence in sentences):
            yield "missing", f"'{_NAMES_OF_PARTS[section]}'({section}) 부분이 없습니다."
    prose = (sentence.text for _, sentences in digest.sections() for sentence in sentences)
    texts = [digest.title_ko, *prose]
    if name := absent_name(texts, source):
        yield "missing", f"제목이 소개한 이름 '{quote(name)}'이(가) 어디에도 없습니다."
    yield from topic_faults(texts, source)
