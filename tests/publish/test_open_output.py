"""Which output a location stands for, and what is said when there is none."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from tasks.publish import open_output
from tasks.publish.local import LocalOutput
from tasks.publish.remote import RemoteOutput
from tasks.run.errors import UsageError

DAY = date(2024, 11, 22)


@pytest.mark.parametrize("prefix", ["", "file://", "local://"])
def test_a_path_and_a_file_url_are_the_same_folder(tmp_path: Path, prefix: str) -> None:
    output = open_output(f"{prefix}{tmp_path}")
    assert isinstance(output, LocalOutput)
    assert output.where(DAY) == str(tmp_path / "2024/2024-11-22")


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("memory://a/b", "memory://a/b/2024/2024-11-22"),
        ("memory://a/b/", "memory://a/b/2024/2024-11-22"),
        ("memory://", "memory://2024/2024-11-22"),
    ],
)
def test_another_url_is_remote(location: str, where: str) -> None:
    output = open_output(location)
    assert isinstance(output, RemoteOutput)
    assert output.where(DAY) == where


def test_an_unknown_protocol_is_a_wrong_setting() -> None:
    with pytest.raises(UsageError, match=r"NONMUN_OUTPUT_DIR: no file system is called s4\."):
        open_output("s4://ada:secret@bucket/editions")


@pytest.mark.parametrize(
    ("location", "driver", "remedy"),
    [
        ("s3://bucket/x", "s3fs", r"pip install -e '\.\[s3\]'"),
        ("gs://bucket/x", "gcsfs", r"pip install -e '\.\[gcs\]'"),
        ("abfs://container/x", "adlfs", "adlfs"),
    ],
)
def test_a_missing_driver_is_named_with_what_installs_it(
    location: str, driver: str, remedy: str
) -> None:
    if find_spec(driver):
        pytest.skip(f"{driver} is installed")
    with pytest.raises(UsageError, match=remedy) as caught:
        open_output(location)
    assert "\n" not in str(caught.value)


def test_a_driver_that_cannot_connect_is_one_line_without_credentials() -> None:
    with pytest.raises(
        UsageError, match=r"Cannot write to ftp://\*\*\*@127\.0\.0\.1:9/x"
    ) as caught:
        open_output("ftp://ada:secret@127.0.0.1:9/x")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)
