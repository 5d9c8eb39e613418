"""Reads a prompt file, checks that it uses just the variables it declares, and renders it.

Values are inserted as they are and never read as templates, so a paper that holds `{{ … }}` stays
text. The system part comes first and is the same for every paper: servers cache such a prefix.
"""

from functools import cache
from typing import Any, Literal

from jinja2 import Environment, StrictUndefined, Template, meta
from pydantic import BaseModel, ConfigDict, model_validator

from prompts.yaml_file import read_yaml

PromptName = Literal["category", "digest", "insight", "review"]


class Prompt(BaseModel):
    """One prompt file: its version, declared variables, and the texts of up to three messages.

    `repair` is the user message that follows a refused answer; None when there are no repairs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PromptName
    version: int
    variables: frozenset[str]
    system: str
    user: str
    repair: str | None = None

    @model_validator(mode="after")
    def _declares_its_variables(self) -> "Prompt":
        used = {
            name
            for text in (self.system, self.user, self.repair or "")
            for name in meta.find_undeclared_variables(_environment().parse(text))
        }
        if used != self.variables:
            raise ValueError(f"declared {sorted(self.variables)}, but uses {sorted(used)}")
        return self

    @property
    def key(self) -> str:
        """Name and version, as generations record it: `digest-1`."""
        return f"{self.name}-{self.version}"

    def render(self, part: Literal["system", "user", "repair"], **values: Any) -> str:
        """The text of one message; raises jinja2's `UndefinedError` when a value is missing."""
        return _template(getattr(self, part)).render(values).strip()


@cache
def _environment() -> Environment:
    # Prompts are plain text for a model, so nothing is escaped for HTML here.
    return Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701


@cache
def _template(text: str) -> Template:
    return _environment().from_string(text)


@cache
def load_prompt(name: PromptName) -> Prompt:
    """The prompt of that name; raises pydantic's `ValidationError` when the file is not sound."""
    return Prompt.model_validate(read_yaml(f"{name}.yaml"))
