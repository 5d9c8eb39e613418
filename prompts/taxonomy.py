"""The closed list of categories, read and validated from taxonomy.yaml."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.yaml_file import read_yaml


class Category(BaseModel):
    """One category: a stable id, its names, one fixed emoji and a one-line definition.

    `keywords` (lower case) and `arxiv` (primary arXiv categories) serve the extractive engine.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)
    emoji: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    keywords: tuple[str, ...]
    arxiv: tuple[str, ...]

    @property
    def label(self) -> str:
        """The emoji and the Korean name, as headings and charts show it."""
        return f"{self.emoji} {self.ko}"


class Taxonomy(BaseModel):
    """All categories in their fixed order; `fallback` is the id used when nothing fits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    fallback: str
    categories: tuple[Category, ...]

    @model_validator(mode="after")
    def _is_unambiguous(self) -> "Taxonomy":
        for field in ("id", "ko", "en", "emoji"):
            values = [getattr(category, field) for category in self.categories]
            if len(set(values)) != len(values):
                raise ValueError(f"two categories share one {field}")
        if self.fallback not in self.ids:
            raise ValueError(f"fallback {self.fallback!r} is not a category")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order, as the model's answer schema lists them."""
        return tuple(category.id for category in self.categories)

    def __getitem__(self, category_id: str) -> Category:
        """The category of that id; raises KeyError for an unknown one."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise KeyError(category_id)


@cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy; raises pydantic's `ValidationError` when the file is not sound."""
    return Taxonomy.model_validate(read_yaml("taxonomy.yaml"))
