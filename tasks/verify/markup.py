"""Rule "markup": a sentence is plain text, without links, images, HTML and Markdown."""

import re
from collections.abc import Iterator

from tasks.verify.plain import quote

_MARKUP = {
    "링크": r"https?:|www\.[a-z]|\]\s?\(|\]\s?\["
    r"|(?<![a-z0-9-])[a-z0-9-]++\.(?:com|org|net|io|ai|kr|dev)\b",
    "HTML": r"</?[a-z!][^<>]{0,200}>|<!--|-->|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});",
    "Markdown": r"`|\*\*|__|~~|!\[|^\s{0,3}(?:#{1,6}|>|[-*+]|\d{1,2}\.)\s|^\s{0,3}(?:[-*_]\s?){3,}$"
    r"|^\s*\|.*\|\s*$|\[\^",
    "구분 표시": r"<{2,}|>{2,}|={3,}|-{3,}|#{3,}|<\||\|>|\[/?(?:INST|SYS|system|user|assistant)\]",
    "줄 바꿈": r"[\n\r]",
}
_SUSPICIOUS = re.compile(
    r"[-:.`*_~<>&|\[\]#=\n\r](?:(?<![-:.])|(?<=-)-|(?<=:)/|(?<=\.)[a-z])", re.IGNORECASE
)
_OPENS_ITEM = re.compile(r"\s{0,3}(?:[-+]|\d+\.)\s")
"""What every kind of markup needs; most sentences have none of it, which saves the search."""

_ELEMENTS = (
    "a|abbr|audio|b|base|body|br|button|canvas|center|code|div|em|embed|font|form|frame|h[1-6r]|head"
    "|html|i|iframe|image|img|input|li|link|math|meta|object|ol|p|pre|s|script|select|span|strong"
    "|style|su[bp]|svg|table|t[dhr]|template|textarea|title|u|ul|video"
)
_TOKEN = re.compile(rf"</?(?!(?:{_ELEMENTS})>)[a-z]\w*+>", re.IGNORECASE)

_PATTERNS = {kind: re.compile(rule, re.IGNORECASE | re.MULTILINE) for kind, rule in _MARKUP.items()}


def markup_faults(text: str, english: str = "") -> Iterator[str]:
    """Korean details of the markup in a sentence, one for each kind; nothing when it is plain.

    A token of a model that the English names (`<SEG>`) looks like HTML and is none.
    """
    if not (_SUSPICIOUS.search(text) or _OPENS_ITEM.match(text)):
        return
    text = _TOKEN.sub(lambda token: "" if token[0] in english else token[0], text)
    for kind, pattern in _PATTERNS.items():
        if found := pattern.search(text):
            shown = f"({quote(found[0])})" if found[0].strip() else ""
            yield f"{kind}{shown}은(는) 쓸 수 없습니다. 꾸밈없는 글로만 쓰십시오."
