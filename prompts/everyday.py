"""The list of everyday Latin-script terms, read and validated from everyday_terms.yaml."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from prompts.yaml_file import read_yaml


class EverydayTerms(BaseModel):
    """Words that a Korean text may use although the abstract does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    terms: frozenset[str] = Field(min_length=1)


@cache
def load_everyday_terms() -> EverydayTerms:
    """The list; raises pydantic's `ValidationError` when the file is not sound."""
    return EverydayTerms.model_validate(read_yaml("everyday_terms.yaml"))
