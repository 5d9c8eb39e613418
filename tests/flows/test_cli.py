"""Each wrong input gives one line that says what to do, and its exit code."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from sample.traffic import Fault
from tasks.run.settings import Settings
from tasks.store import open_store


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"NONMUN_{field.upper()}", raising=False)
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def nonmun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in this process: exit code, stdout, stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nonmun", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


Nonmun = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("daily", "--date", "22.11.2024"), "YYYY-MM-DD"),
        (("daily", "--date", "2024-02-30"), "YYYY-MM-DD"),
        (("daily", "--date", "2999-01-01"), "future"),
        (("republish", "2024-11-22", "2024-11-21"), "swap the two dates"),
        (("status", "2024-11-22", "2024-11-21"), "swap the two dates"),
        (("check", "no-such-file.jsonl"), "no-such-file.jsonl"),
    ],
)
def test_wrong_argument_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], says: str, nonmun: Nonmun
) -> None:
    code, out, err = nonmun(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("nonmun: ")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("NONMUN_ENGINE", "gemini", "'extractive'"),
        ("NONMUN_ENGINE", "openai", "OPENAI_API_KEY"),
        ("NONMUN_CONCURRENCY", "many", "NONMUN_CONCURRENCY"),
        ("NONMUN_HF_URL", "ftp://huggingface.co", "NONMUN_HF_URL"),
    ],
)
def test_wrong_setting_is_refused_before_prefect_starts(
    name: str, value: str, says: str, nonmun: Nonmun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    code, _, err = nonmun("daily", "--date", "2024-11-22")
    assert code == 2
    assert err.count("\n") == 1
    assert says in err


def test_database_of_a_newer_version_is_left_alone(nonmun: Nonmun, own_folder: Path) -> None:
    with open_store("sqlite:///data/nonmun.db"):
        pass
    path = own_folder / "data" / "nonmun.db"
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    code, _, err = nonmun("status")
    assert code == 2
    assert "newer" in err
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    database.close()


def test_status_of_days_without_runs_is_loud(nonmun: Nonmun) -> None:
    code, out, _ = nonmun("status", "2024-11-22", "2024-11-25")
    assert code == 1
    assert out.count("missing") == 2
    assert "2024-11-23" not in out


@pytest.mark.parametrize(
    "command", [(), ("daily",), ("republish",), ("status",), ("check",), ("demo",)]
)
def test_every_command_explains_itself_and_gives_an_example(
    command: tuple[str, ...], nonmun: Nonmun
) -> None:
    code, out, _ = nonmun(*command, "--help")
    assert code == 0
    assert "Usage" in out
    assert not command or f"Example: nonmun {command[0]}" in out


def test_check_gives_a_verdict_a_line_and_exit_code_1_when_one_is_refused(
    nonmun: Nonmun, own_folder: Path
) -> None:
    pair = {
        "id": "a",
        "title": "Foldline: Folding Memory for Long Contexts",
        "abstract": "We train Foldline with 2.42B parameters. It folds long contexts in memory.",
    }
    good = {
        **pair,
        "text": "Foldline은 24.2억 개의 매개변수로 학습하며 긴 문맥의 메모리를 접습니다.",
    }
    bad = {
        **pair,
        "id": "b",
        "text": "Foldline은 2.42억 개의 매개변수로 학습하는 메모리 모델입니다.",
    }
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in (good, bad))
    (own_folder / "pairs.jsonl").write_text(lines, "utf-8")
    code, out, _ = nonmun("check", "pairs.jsonl")
    verdicts = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [(verdict["id"], verdict["ok"]) for verdict in verdicts] == [("a", True), ("b", False)]
    assert "24.2억" in verdicts[1]["refusals"][0]["detail"]


@pytest.mark.flow
@pytest.mark.xdist_group("flow")
@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [({}, 3, "HTTP 403"), ({"NONMUN_OUTPUT_DIR": "a-file/editions"}, 2, "NONMUN_OUTPUT_DIR")],
)
def test_a_run_that_cannot_be_done_prints_its_reason_and_no_traceback(
    settings: dict[str, str], code: int, says: str, own_folder: Path, sample: Callable[..., Any]
) -> None:
    from prefect.settings import PREFECT_API_URL

    server = sample({})
    server.app.traffic.faults = lambda _: Fault(status=403)
    (own_folder / "a-file").touch()
    environment = {
        **os.environ,
        "NONMUN_HF_URL": server.at.hf_url,
        **settings,
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "flows", "daily", "--date", "2024-11-22"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    last = ended.stderr.splitlines()[-1]
    assert last.startswith("nonmun: ")
    assert says in last
