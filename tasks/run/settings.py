"""The settings, read from the environment and `.env`, in one described class."""

from functools import cached_property
from typing import Literal, get_args

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tasks.outside.masking import masked
from tasks.run.errors import UsageError

EngineName = Literal["openai", "extractive"]


class Settings(BaseSettings):
    """All settings of nonmun; each field's environment variable is its name in capitals.

    Raises pydantic's `ValidationError` for a bad value; `load_settings` turns that into one line.
    """

    model_config = SettingsConfigDict(
        env_prefix="NONMUN_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    openai_api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"),
        description="Key of the model server. Local servers often need none.",
    )
    openai_base_url: str | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"),
        description="Base URL of an OpenAI-compatible server, such as http://localhost:11434/v1.",
    )
    model: str = Field("gpt-4o-mini", min_length=1, description="Name of the language model.")
    answer_format: Literal["auto", "json_schema", "json_object", "text"] = Field(
        "auto", description="How the model is asked for JSON; auto finds out what its server takes."
    )
    model_max_tokens: int = Field(
        8_000, ge=256, description="Most tokens of one answer, thoughts included."
    )
    engine: Literal["openai", "extractive", "auto"] = Field(
        "auto", description="Who writes: a model, code alone, or whichever is configured."
    )
    review: Literal["on", "off"] = Field(
        "on", description="Whether a second reader reads what code has checked."
    )
    review_model: str | None = Field(None, description="Model of the second reader.")
    review_base_url: str | None = Field(None, description="Server of the second reader.")
    review_api_key: SecretStr | None = Field(None, description="Key of that server.")
    concurrency: int = Field(16, ge=1, le=64, description="Model calls in flight at a time.")
    database_url: str = Field(
        "sqlite:///data/nonmun.db", description="SQLAlchemy URL of the store."
    )
    output_dir: str = Field(
        "editions",
        min_length=1,
        description="Where editions go: a folder, or a URL such as s3://bucket/editions.",
    )
    hf_url: str = Field("https://huggingface.co", description="Root of Hugging Face.")
    arxiv_url: str = Field(
        "https://export.arxiv.org/api/query", description="Address of the arXiv API."
    )
    arxiv_delay_seconds: float = Field(
        3.0, ge=0, description="Least time between two arXiv requests, by arXiv's terms."
    )
    lookback_days: int = Field(3, ge=0, le=31, description="Days that a daily run reads again.")
    request_timeout_seconds: float = Field(
        30.0, gt=0, description="Limit for one request to Hugging Face or arXiv."
    )
    model_timeout_seconds: float = Field(120.0, gt=0, description="Limit for one model call.")
    recorded_dir: str = Field(
        "recorded", min_length=1, description="Folder of raw replies that nonmun record writes."
    )
    budget_usd: float | None = Field(
        None, ge=0, description="Most that one run may spend on the model; no limit when unset."
    )

    @field_validator("hf_url", "arxiv_url", "openai_base_url", "review_base_url")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/") if value else value

    @cached_property
    def resolved_engine(self) -> EngineName:
        """The engine that `auto` stands for here.

        Raises `UsageError` when the engine is `openai` and neither key nor server is given.
        """
        configured = self.openai_api_key is not None or self.openai_base_url is not None
        if self.engine == "openai" and not configured:
            raise UsageError(
                "Engine openai needs OPENAI_API_KEY (or OPENAI_BASE_URL for a server of your own): "
                "set one, or set NONMUN_ENGINE=extractive."
            )
        if self.engine == "auto":
            return "openai" if configured else "extractive"
        return self.engine


def load_settings() -> Settings:
    """Read the settings; raises `UsageError` naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise UsageError("; ".join(_problem(item) for item in error.errors())) from None


def _problem(item: object) -> str:
    assert isinstance(item, dict)
    field = str(item["loc"][0]).lower().removeprefix("nonmun_")
    variable = field.upper() if field.startswith("openai_") else f"NONMUN_{field.upper()}"
    value = f"={item['input']!r}" if _may_be_shown(field) else ""
    return f"{variable}{value} is wrong: {masked(item['msg'])}. Correct it in .env or the shell."


def _may_be_shown(field: str) -> bool:
    """Whether the setting is a number or a choice: a text may hold a password or be a key."""
    declared = Settings.model_fields.get(field)
    if declared is None:
        return False
    kinds = set(get_args(declared.annotation)) or {declared.annotation}
    return not kinds & {str, SecretStr}
