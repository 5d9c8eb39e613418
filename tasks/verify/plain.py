"""Text made comparable and safe to quote: the ground on which all rules compare."""

import re
import unicodedata
from functools import lru_cache

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Control, zero-width, bidirectional, filler, private and broken characters."""

_RAISED = re.compile("[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+")
# Accents that are letters take braces here: without, \cdot and \rho would be accents, too.
_TEX_ACCENT = re.compile(
    r"\\(?P<sign>['`^\"~=.])\s?\{?(?P<under_sign>[A-Za-z])\}?"
    r"|\\(?P<letter>[cuvHr])\{(?P<under_letter>[A-Za-z])\}"
)
_ACCENTS = dict(
    zip(
        "'`^\"~=.cuvHr",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u0306\u030c\u030b\u030a",
        strict=True,
    )
)
_MARKS = re.compile("[\u0300-\u036f]")
_HYPHENS = re.compile("[‐‑‒–−]")
_QUOTED_CHARACTERS = 160


@lru_cache(maxsize=256)
def normalize(text: str) -> str:
    """The text in NFKC form without invisible characters: `ＧＰＴ‑４` and `GPT-4` become one."""
    text = text.replace("{,}", ",")  # 4{,}851, as LaTeX writes it
    if "\\" in text:
        text = _TEX_ACCENT.sub(_accented, text)
    if text.isascii() and text.isprintable():
        return text  # nearly all English
    visible = _UNWANTED.sub("", text)
    if visible.isascii():
        return visible
    if _RAISED.search(visible):  # NFKC would make 10⁵ 105
        visible = _RAISED.sub(_as_power, visible)
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", visible))


def _as_power(raised: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", raised[0]).replace("\u2212", "-")


def _accented(found: re.Match[str]) -> str:
    """Fréchet, of which LaTeX writes the accent before the letter, with or without braces."""
    accent = _ACCENTS[found["sign"] or found["letter"]]
    return unicodedata.normalize("NFC", (found["under_sign"] or found["under_letter"]) + accent)


def without_accents(text: str) -> str:
    """Latin letters without their accents, so that Frechet is Fréchet."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))


def has_invisible(text: str) -> bool:
    """True when the text holds a character that a reader cannot see."""
    return _UNWANTED.search(text) is not None


def quote(text: str) -> str:
    """The text on one line, cut to a bearable length, unable to close a quotation or a fence."""
    line = " ".join(_UNWANTED.sub("", text).split())
    line = re.sub(r"[<>`]{2,}", " ", line).replace("'", "’")
    return line if len(line) <= _QUOTED_CHARACTERS else line[:_QUOTED_CHARACTERS].rstrip() + "…"
