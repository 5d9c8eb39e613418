import pytest

from tasks.outside.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:secret@host/x", "https://***@host/x"),
        ("https://token@host/x", "https://***@host/x"),
        ("https://ada:pass/wo@rd@host/x", "https://***@host/x"),
        ("postgresql+psycopg://:secret@host/db", "postgresql+psycopg://***@host/db"),
        ("no scheme: ada:secret@host/x.", "no scheme: ***@host/x."),
        ('Invalid bucket name "KEY:SECRET@bucket"', 'Invalid bucket name "***@bucket"'),
        ("at https://host/x?sig=a%2Fb&t=1: no", "at https://host/x?*** no"),
        ("simplecache::ftp://ada:secret@host/x", "simplecache::ftp://***@host/x"),
    ],
)
def test_secrets_of_an_address_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://huggingface.co/papers/date/2024-11-22",
        "http://127.0.0.1:8000/x cannot be reached: timed out",
        "s3://bucket/editions",
        "abfs://container@account.dfs.core.windows.net/editions",
        "file:///home/ada/editions",
        "Is it so? Yes: it is.",
    ],
)
def test_an_address_without_secrets_stays(text: str) -> None:
    assert masked(text) == text
