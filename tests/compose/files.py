"""What docker-compose.yml and the Dockerfile say, read as their engines read them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "deployments" / "Dockerfile"

_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def compose_text(value: str, environment: Mapping[str, str]) -> str:
    """`${NAME}`, `${NAME:-default}` and `${NAME:?message}` filled in; `$$` is a dollar sign."""

    def filled(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        given = environment.get(name, "")
        if not given and kind == "?":
            raise KeyError(rest)
        return given or (rest if kind == "-" else "")

    return "$".join(_VARIABLE.sub(filled, part) for part in value.split("$$"))


def filled_in(value: Any, environment: Mapping[str, str]) -> Any:
    """A part of the compose file with all its variables filled in."""
    if isinstance(value, str):
        return compose_text(value, environment)
    if isinstance(value, dict):
        return {name: filled_in(item, environment) for name, item in value.items()}
    if isinstance(value, list):
        return [filled_in(item, environment) for item in value]
    return value


def read_compose() -> dict[str, Any]:
    """The compose file with anchors and merge keys resolved, and variables as they stand."""
    content: dict[str, Any] = yaml.safe_load(COMPOSE_FILE.read_text())
    return content


def read_dockerfile() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order: name and arguments, continued lines joined."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [
        (name, " ".join(rest.split()))
        for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line)
    ]


def arguments_of(instruction: str) -> list[str]:
    """The arguments of every such instruction of the Dockerfile."""
    return [rest for name, rest in read_dockerfile() if name == instruction]


def image_environment() -> dict[str, str]:
    """The variables that the image sets."""
    pairs = (pair.partition("=") for rest in arguments_of("ENV") for pair in rest.split())
    return {name: value for name, _, value in pairs}


def copied_into_image() -> list[str]:
    """The paths of the repository that the image holds."""
    return [source.rstrip("/") for rest in arguments_of("COPY") for source in rest.split()[:-1]]
