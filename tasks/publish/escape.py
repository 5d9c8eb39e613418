"""Strangers' text as Markdown that shows exactly that text, and nothing else.

Titles, names, abstracts and model answers may hold Markdown, HTML, or what GitHub makes of plain
text: mentions, issue numbers, bare addresses, `:emoji:` and `$math$`. What is written here shows
as letters. A character is escaped only where it would otherwise do something, so that the raw
file stays readable.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from markupsafe import Markup

# GitHub looks for these after Markdown has been read, when a backslash is gone (for e-mail
# addresses: github/cmark-gfm issue 278). An invisible space, the remedy of dependency bots, is
# what keeps them plain.
_BREAK = "&#8203;"

# GitHub reads math before Markdown; its manual names this form for a literal dollar sign.
_DOLLAR = "<span>$</span>"

_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    # mention or e-mail, issue number (#12, GH-12), emoji short code
    (r"@(?=\w) | \#(?=\d) | (?<=\bGH)-(?=\d) | :(?=[\w+-]+:)", lambda found: found + _BREAK),
    # `$` closes math only after a character that is not a space: without such, nothing is math
    (r"(?<!\s)\$", lambda _: _DOLLAR),
    # numbered list at the start
    (r"^\d{1,9}(?=[.)](?:\s|$))", lambda found: found + "\\"),
    (
        r"""
        ^(?:[=>]|[-+](?=[-\s]|$))        # quotation, heading's underline, list, at the start
        | (?:^|(?<=\s))\#                # heading, and the closing hashes of one
        | [`*~|\[\]]                     # code, emphasis, strike-through, table, link
        | (?<![^\W_])_ | _(?![^\W_])     # emphasis, unless inside a word
        | \\(?=[!-/:-@\[-`{-~]|$)        # would swallow the next sign
        | <(?=[a-z/!?]|$)                # tag or comment
        | &(?=\#?\w+;)                   # entity
        | !$                             # would make an image of a link that follows
        | :(?=//) | (?<=\bwww)\.         # bare address
        """,
        lambda found: "\\" + found,
    ),
)
_SPECIAL = re.compile("|".join(f"({rule})" for rule, _ in _RULES), re.VERBOSE | re.IGNORECASE)

# What may stand in a link's address besides letters and digits. Parentheses, quotes, brackets,
# semicolons (entities), dollars (math) and spaces would end or change the link.
_URL_SAFE = "%:/?#@!&*+,=~-._"


def plain(text: str) -> str:
    """The text on one line, without control, bidirectional and other invisible characters."""
    if text.isprintable():  # nearly all is, and looking at each character takes most of the time
        return " ".join(text.split())
    visible = "".join(character if character.isspace() else _shown(character) for character in text)
    return " ".join(visible.split())


def markdown(text: str) -> Markup:
    """`plain(text)` as Markdown that shows it literally, at any place of a line or table cell."""
    return Markup(_SPECIAL.sub(_escaped, plain(text)))  # noqa: S704 - this is what escapes


def link(text: str, url: str | None) -> Markup:
    """A Markdown link; only the text when the address may not be linked."""
    label, address = markdown(text), safe_url(url)
    return Markup("[{}]({})").format(label, Markup(address)) if address else label  # noqa: S704


def safe_url(url: str | None) -> str | None:
    """The address with everything risky percent-encoded; None unless http(s) to a plain host."""
    try:
        parts = urlsplit(plain(url or ""))
    except ValueError:  # such as a broken IPv6 address
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return quote(parts.geturl(), safe=_URL_SAFE)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"  # half a character cannot be written as UTF-8
    return "" if category in ("Cc", "Cf") else character


def _escaped(match: re.Match[str]) -> str:
    assert match.lastindex is not None
    return _RULES[match.lastindex - 1][1](match[0])
