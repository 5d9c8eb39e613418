"""Reads the YAML files of this folder."""

from importlib.resources import files
from typing import Any

import yaml

# libyaml's loader, where PyYAML was built with it: the Python one takes half a second for them all.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """What the file of that name beside this module holds."""
    text = files("prompts").joinpath(name).read_text("utf-8")
    return yaml.load(text, _Loader)  # noqa: S506 - both are safe loaders
