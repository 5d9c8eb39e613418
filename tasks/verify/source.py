"""The English side of a check, analysed once: sentences, words, numbers and terms of a paper.

Sentences that give orders to a reader's model (see `orders.py`) are no evidence for anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from prompts.glossary import Term, fold_plural, fold_words, load_glossary
from prompts.topic_words import load_topic_words
from tasks.text.sentences import split_sentences
from tasks.verify.numbers import Quantity, english_numbers
from tasks.verify.orders import gives_orders
from tasks.verify.plain import normalize
from tasks.verify.words import Words, tokens_of

MAX_CHARACTERS = 20_000
"""Longest title, abstract or Korean text that is read; real abstracts have some 2,000."""

MAX_SENTENCES = 200
"""Many times what any abstract or digest has; it bounds the time that a flood can take."""

TITLE = 0
"""The title's place among the evidence; the abstract's sentences are numbered from 1."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """One English sentence, or several (`parts`) as one text; read where needed, and once."""

    text: str
    parts: tuple["Evidence", ...] = ()

    @cached_property
    def tokens(self) -> list[str]:
        """Its words in order, in lower case."""
        return tokens_of(self.text)

    @cached_property
    def words(self) -> Words:
        """Its words, for names."""
        return Words.of(self.tokens)

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """Its numbers, with offsets into the part that holds them."""
        if self.parts:
            return tuple(number for part in self.parts for number in part.numbers)
        return tuple(english_numbers(self.text))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its words as the glossary compares them."""
        return tuple(map(fold_plural, self.tokens))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The glossary's terms in it."""
        return load_glossary().terms_of(self.folded)

    @cached_property
    def meanings(self) -> frozenset[int]:
        """What it speaks of, by the list of topic words."""
        return load_topic_words().in_english(self.tokens)

    @cached_property
    def aliases(self) -> frozenset[str]:
        """All English forms of its terms, run together, and their single words."""
        forms = [fold_words(form) for term in self.terms for form in term.english]
        return frozenset(word for form in forms for word in ("".join(form), *form))


@dataclass(frozen=True)
class Source:
    """A title and an abstract. `places` are title (0) and sentences (1…), orders are empty there.

    `whole` is title and abstract without the orders, as one.
    """

    title: str
    sentences: tuple[str, ...]
    orders: frozenset[int]
    places: tuple[Evidence, ...]
    whole: Evidence

    @cached_property
    def own_terms(self) -> tuple[Term, ...]:
        """The glossary's terms in title and abstract, but for those of nearly every paper."""
        return tuple(term for term in self.whole.terms if not term.common)

    @cached_property
    def order_texts(self) -> tuple[str, ...]:
        """The sentences that give orders to a model."""
        return tuple((self.title, *self.sentences)[place] for place in sorted(self.orders))

    @property
    def citable(self) -> frozenset[int]:
        """The numbers of the sentences that may be cited."""
        return frozenset(range(1, len(self.sentences) + 1)) - self.orders


@lru_cache(maxsize=64)
def analyse(title: str, abstract: str) -> Source:
    """The source of a paper. Sentence numbers are those of `split_sentences(abstract)`."""
    sentences = split_sentences(abstract[:MAX_CHARACTERS])[:MAX_SENTENCES]
    texts = [normalize(text) for text in (title[:MAX_CHARACTERS], *sentences)]
    places = tuple(map(Evidence, texts))
    whole = _joined(places)
    orders = gives_orders(texts, set(whole.tokens))
    if orders:
        places = tuple(Evidence("" if n in orders else text) for n, text in enumerate(texts))
        whole = _joined(places)
    return Source(texts[0], tuple(texts[1:]), orders, places, whole)


def joined(sources: Sequence[Source]) -> Evidence:
    """The evidence of several papers as one."""
    return _joined([source.whole for source in sources])


def _joined(parts: Sequence[Evidence]) -> Evidence:
    return Evidence("\n".join(part.text for part in parts), tuple(parts))
