"""Opens the output that `NONMUN_OUTPUT_DIR` names."""

from pathlib import Path

from fsspec import get_filesystem_class
from fsspec.core import split_protocol, strip_protocol

from tasks.publish.local import LocalOutput
from tasks.publish.output import Output
from tasks.publish.remote import RemoteOutput
from tasks.run.errors import UsageError

_LOCAL = ("file", "local")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}


def open_output(location: str) -> Output:
    """The output at a folder's path or an fsspec URL.

    Raises `UsageError` when the URL's protocol is unknown, its driver is not installed, or the
    driver cannot connect.
    """
    protocol, _ = split_protocol(location)
    if protocol is None:
        return LocalOutput(Path(location))
    if protocol in _LOCAL:
        return LocalOutput(Path(strip_protocol(location)))
    _require_driver(protocol)
    return RemoteOutput(location)


def _require_driver(protocol: str) -> None:
    try:
        get_filesystem_class(protocol.partition("::")[0])
    except ValueError:
        raise UsageError(
            f"NONMUN_OUTPUT_DIR: no file system is called {protocol}. Use a folder, or a URL such "
            "as s3://bucket/editions or gs://bucket/editions."
        ) from None
    except ImportError as error:
        extra = _EXTRAS.get(protocol)
        remedy = f"run .venv/bin/pip install -e '.[{extra}]'" if extra else str(error)
        raise UsageError(
            f"NONMUN_OUTPUT_DIR: the driver for {protocol}:// is not installed: {remedy}."
        ) from error
