"""Text from strangers, made harmless for lines, terminals and databases without losing letters."""

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
"""Unicode's control, format (zero-width, bidirectional), private and surrogate characters.

Unassigned ones stay: they are the letters and signs of a Unicode newer than this Python's.
"""


def one_line(text: str) -> str:
    r"""The text on one line: white space collapsed, invisible characters taken out.

    >>> one_line("A title\n  that goes\u200b on")
    'A title that goes on'
    """
    visible = "".join(
        character
        for character in re.sub(r"\s+", " ", text)
        if unicodedata.category(character) not in _INVISIBLE
    )
    return re.sub(r" +", " ", visible).strip()
