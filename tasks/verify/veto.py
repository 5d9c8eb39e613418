"""Rule "meaning", second half: what the second reader vetoes is refused like anything else."""

from collections.abc import Iterable, Mapping

from tasks.records import Judgement, Refusal
from tasks.verify.plain import quote

Known = Mapping[str, Judgement]
"""What the second reader has said of sentences, by their Korean text."""

NOT_QUOTED = "두 번째 확인에서 초록의 근거를 대지 못했습니다. 초록이 말하는 만큼만 쓰십시오."


def vetoes(places: Iterable[tuple[str, int | None, str]], known: Known) -> tuple[Refusal, ...]:
    """The refusals of the sentences that the reader vetoed; `places` are section, index, text."""
    return tuple(
        Refusal(rule="meaning", text=text, detail=_detail(judged), section=section, index=index)
        for section, index, text in places
        if (judged := known.get(text)) is not None and judged.is_veto
    )


def _detail(judged: Judgement) -> str:
    """What is wrong, in Korean, with the English words that the reader quotes."""
    quoted = "; ".join(f"“{quote(words.words)}”" for words in judged.quotes[:2])
    why = quote(judged.why) or NOT_QUOTED
    return f"{why} (초록: {quoted})" if quoted else why
