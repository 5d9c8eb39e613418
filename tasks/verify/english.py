"""Compares an English statement with the English sentences that are said to hold it."""

from collections.abc import Sequence

from tasks.records import ReviewKind
from tasks.verify.numbers import english_numbers, supported
from tasks.verify.plain import normalize


def differing_statement(says: str, quoted: Sequence[str]) -> ReviewKind | None:
    """In what the statement differs from all of these sentences together; None for in nothing.

    Figures in digits are compared; numbers in words come and go in a translation.
    """
    evidence = [number for text in quoted for number in english_numbers(normalize(text))]
    for number in english_numbers(normalize(says)):
        in_digits = any(character.isdigit() for character in number.text)
        if in_digits and number.kind != "name" and not supported(number, evidence):
            return "number"
    return None
