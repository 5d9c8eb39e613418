"""The Dockerfile, checked without an engine."""

import re
import tomllib

from tests.compose.files import (
    DOCKERFILE,
    ROOT,
    arguments_of,
    copied_into_image,
    read_dockerfile,
)

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_the_base_is_a_slim_python_of_a_named_debian() -> None:
    assert arguments_of("FROM") == ["python:3.11-slim-bookworm"]


def test_the_image_runs_as_a_user_who_is_not_root_and_whose_number_is_stated() -> None:
    (user,) = arguments_of("USER")
    uid, _, gid = user.partition(":")
    assert int(uid) > 0
    assert int(gid) > 0
    assert any(f"useradd --uid {uid} " in run for run in arguments_of("RUN"))
    names = [name for name, _ in read_dockerfile()]
    assert not {"RUN", "COPY"} & set(names[names.index("USER") :])


def test_everything_that_is_copied_exists_and_passes_dockerignore() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in ignored if line and not line.startswith("#")]
    assert patterns[0] == "*"
    assert copied_into_image()
    for source in copied_into_image():
        assert (ROOT / source).exists(), source
        assert f"!{source}" in patterns, source
    assert {line[1:] for line in patterns if line.startswith("!")} == set(copied_into_image())


def test_every_package_that_runs_is_copied() -> None:
    assert set(PYPROJECT["tool"]["importlinter"]["root_packages"]) <= set(copied_into_image())


def test_the_system_packages_are_those_of_a_developers_machine() -> None:
    (install,) = (run for run in arguments_of("RUN") if "apt-get install" in run)
    packages = install.partition("--no-install-recommends")[2].partition("&&")[0].split()
    script = (ROOT / "deployments" / "system-packages.sh").read_text()
    browser = script.partition("browser)\n")[2].partition(";;\n    postgres")[0]
    assert sorted(packages) == sorted(re.findall(r'wanted="\$wanted ([\w-]+)"', browser))


def test_packages_come_from_the_pinned_versions() -> None:
    installs = [run for run in arguments_of("RUN") if "pip install" in run]
    assert installs
    assert all("--constraint constraints.txt" in run or "--no-deps" in run for run in installs)


def test_what_it_starts_is_the_command_of_the_project() -> None:
    assert arguments_of("CMD") == ['["nonmun", "--help"]']
    assert "nonmun" in PYPROJECT["project"]["scripts"]
    assert arguments_of("WORKDIR") == ["/app"]


def test_no_layer_is_given_a_secret() -> None:
    assert not arguments_of("ARG")
    assert not arguments_of("ADD")
    assert not re.search(r"(?i)password|secret|token|api_?key", DOCKERFILE.read_text())
