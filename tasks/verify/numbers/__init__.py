"""Numbers in Korean and English text as values, so that one can support the other.

>>> supported(korean_numbers("24.2억 개")[0], english_numbers("2.42B parameters"))
True

A *claim* is a number of a Korean sentence and is read strictly; *evidence* is a number of a title
or an abstract and is read generously: every plausible reading counts. All signs are ignored.
"""

from prompts.numbers import Kind
from tasks.verify.numbers.comparison import closest, supported
from tasks.verify.numbers.english import english_numbers
from tasks.verify.numbers.korean import korean_numbers
from tasks.verify.numbers.quantity import Quantity
from tasks.verify.numbers.render import render_korean

__all__ = [
    "Kind",
    "Quantity",
    "closest",
    "english_numbers",
    "korean_numbers",
    "render_korean",
    "supported",
]
