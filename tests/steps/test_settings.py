from pathlib import Path

import pytest

from tasks.run.errors import UsageError
from tasks.run.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"NONMUN_{field.upper()}", raising=False)
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_a_key_the_engine_is_extractive() -> None:
    assert load_settings().resolved_engine == "extractive"


def test_a_base_url_alone_is_enough_for_the_openai_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1/")
    settings = load_settings()
    assert settings.resolved_engine == "openai"
    assert settings.openai_base_url == "http://localhost:11434/v1"


def test_engine_openai_without_key_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NONMUN_ENGINE", "openai")
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        _ = load_settings().resolved_engine


def test_every_wrong_setting_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NONMUN_ENGINE", "chatgpt")
    monkeypatch.setenv("NONMUN_CONCURRENCY", "0")
    monkeypatch.setenv("NONMUN_HF_URL", "huggingface.co")
    with pytest.raises(UsageError) as caught:
        load_settings()
    message = str(caught.value)
    assert all(f"NONMUN_{name}" in message for name in ("ENGINE", "CONCURRENCY", "HF_URL"))
    assert "\n" not in message


def test_env_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("NONMUN_MODEL=from-file\nNONMUN_CONCURRENCY=3\n")
    monkeypatch.setenv("NONMUN_MODEL", "from-shell")
    settings = load_settings()
    assert (settings.model, settings.concurrency) == ("from-shell", 3)


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(load_settings())


@pytest.mark.parametrize("variable", ["NONMUN_HF_URL", "NONMUN_ARXIV_URL", "OPENAI_BASE_URL"])
@pytest.mark.parametrize("value", ["ada:very-secret@host", "sk-very-secret", "ftp://very-secret@x"])
def test_a_wrong_address_is_named_but_not_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError, match=rf"^{variable} is wrong: .*http") as caught:
        load_settings()
    assert "very-secret" not in str(caught.value)


def test_a_wrong_number_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NONMUN_BUDGET_USD", "-1")
    with pytest.raises(UsageError, match=r"^NONMUN_BUDGET_USD='-1' is wrong: "):
        load_settings()


def test_the_output_may_be_a_folder_or_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().output_dir == "editions"
    monkeypatch.setenv("NONMUN_OUTPUT_DIR", "s3://bucket/editions")
    assert load_settings().output_dir == "s3://bucket/editions"


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
