"""How hidden orders to a language model are recognised: patterns, compiled once."""

import re
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict

from prompts.yaml_file import read_yaml

Rules = tuple[tuple[frozenset[str], re.Pattern[str]], ...]
"""Patterns, each with words or pieces without one of which it cannot match."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NeedyPatterns(_Part):
    """Patterns that cannot match without one of the `needs`."""

    needs: tuple[str, ...]
    patterns: tuple[str, ...]


class Orders(_Part):
    """The file; raises `re.error` for a broken pattern when it is first used."""

    version: int
    fragments: dict[str, str]
    addresses: tuple[NeedyPatterns, ...]
    marks: tuple[NeedyPatterns, ...]
    follows: tuple[str, ...]
    obeys: tuple[str, ...]
    flatters: tuple[str, ...]

    @cached_property
    def by_words(self) -> Rules:
        """Sentences that address a model, by English words."""
        return self._rules(self.addresses)

    @cached_property
    def by_pieces(self) -> Rules:
        """The same by pieces of text."""
        return self._rules(self.marks)

    @cached_property
    def imperative(self) -> re.Pattern[str]:
        """What carries such a sentence on."""
        return self._compiled(self.follows)

    @cached_property
    def obedience(self) -> re.Pattern[str]:
        """Korean that answers an order."""
        return re.compile("|".join(self.obeys))

    @cached_property
    def flattery(self) -> re.Pattern[str]:
        """Korean praise and appeals."""
        return re.compile("|".join(self.flatters))

    def _rules(self, groups: tuple[NeedyPatterns, ...]) -> Rules:
        return tuple((frozenset(g.needs), self._compiled(g.patterns)) for g in groups)

    def _compiled(self, patterns: tuple[str, ...]) -> re.Pattern[str]:
        whole = "|".join(patterns)
        for name, fragment in self.fragments.items():
            whole = whole.replace(f"{{{name}}}", fragment)
        return re.compile(whole, re.IGNORECASE)


@cache
def load_orders() -> Orders:
    """The patterns; raises pydantic's `ValidationError` when the file is not sound."""
    return Orders.model_validate(read_yaml("orders.yaml"))
