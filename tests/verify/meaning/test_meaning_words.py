import re

import pytest
from pydantic import ValidationError

from prompts.long_forms import LongForms, load_long_forms
from prompts.statements import Claim, load_statements


def test_every_form_is_a_pattern_that_does_not_match_nothing():
    words = load_statements()
    forms = [
        words.several,
        words.every,
        words.negation.ko,
        words.negation.en,
        words.negation.any_en,
    ]
    forms += [form for claim in words.claims for form in (claim.ko, claim.en)]
    forms += [form for kind in words.moves.values() for form in (kind.ko, kind.en)]
    forms += [form for thing in words.quantities for form in (thing.ko, thing.en)]
    forms += [form for kind in words.compare.values() for form in (kind.ko, kind.en)]
    assert [form for form in forms if re.search(form, "")] == []


def test_claim_without_english_words_is_rejected():
    with pytest.raises(ValidationError):
        Claim(name="first", ko="최초", en="")


def test_long_forms_have_the_letters_of_their_acronyms():
    listed = load_long_forms().long_forms
    odd = [name for name, forms in listed.items() for form in forms if name[0].lower() not in form]
    assert odd == []


def test_long_forms_without_words_are_rejected():
    with pytest.raises(ValidationError):
        LongForms(version=1, long_forms={}, words=())
