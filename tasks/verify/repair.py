"""Tells the model in Korean what was refused and what would be right."""

from tasks.records import Refusal, Verdict
from tasks.verify.plain import quote


def repair_request(verdict: Verdict) -> str:
    """One line for each refusal: where, the sentence, what is wrong; "" when nothing is.

    The sentence comes from a model that has read a stranger's text. It is quoted on one line,
    shortened, and cannot close the quotation or a fence.
    """
    return "\n".join(f"- {_place(refusal)}{refusal.detail}" for refusal in verdict.refusals)


def _place(refusal: Refusal) -> str:
    if refusal.section is None:
        return ""
    number = "" if refusal.index is None else f" {refusal.index + 1}번"
    place = f"{refusal.section}{number}"
    return f"{place} '{quote(refusal.text)}': " if refusal.text else f"{place}: "
