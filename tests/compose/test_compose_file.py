"""docker-compose.yml and .env.example, checked without an engine."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import compose_spec
import pytest
from dotenv import dotenv_values

from tasks.run.settings import Settings
from tests.compose.files import (
    COMPOSE_FILE,
    ROOT,
    arguments_of,
    compose_text,
    filled_in,
    image_environment,
    read_compose,
)

COMPOSE = read_compose()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = ROOT / ".env.example"
OURS = {name for name, service in SERVICES.items() if "build" in service}
FOR_COMPOSE_ALONE = {"NONMUN_UI_PORT"}
"""Names of ours that the compose file reads, and not the settings."""
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|API_KEY|AUTH_STRING")


def own_settings() -> set[str]:
    """The environment variables that nonmun reads."""
    fields = {name.upper() for name in Settings.model_fields}
    return {name if name.startswith("OPENAI_") else f"NONMUN_{name}" for name in fields}


def prefect_settings() -> set[str]:
    """The environment variables that Prefect reads."""
    import prefect.settings
    from prefect.settings.legacy import _get_valid_setting_names

    return set(_get_valid_setting_names(prefect.settings.Settings))


def environments() -> Iterator[tuple[str, str | None]]:
    """Every variable that a service or the image is given."""
    for service in SERVICES.values():
        yield from service.get("environment", {}).items()
    yield from image_environment().items()


def as_specified(content: dict[str, Any]) -> compose_spec.PyCompose:
    """The file read by a parser of the specification, which refuses what it does not know."""
    filled = filled_in(content, {"POSTGRES_PASSWORD": "word"})
    # The parser wants an address here; `host-gateway` is Docker's own word.
    text = json.dumps(filled).replace("host-gateway", "127.0.0.1")
    return compose_spec.PyCompose.from_json(text)


def test_the_file_follows_the_compose_specification() -> None:
    assert set(as_specified(COMPOSE).service_names()) == set(SERVICES)


def test_a_misspelled_key_would_be_refused() -> None:
    worker = {**SERVICES["worker"], "restrat": "always"}
    with pytest.raises(ValueError, match="restrat"):
        as_specified({**COMPOSE, "services": {"worker": worker}})


def test_docker_compose_accepts_the_file_where_it_is_installed() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed")
    command = [
        docker,
        "compose",
        "--file",
        str(COMPOSE_FILE),
        "--profile",
        "*",
        "config",
        "--quiet",
    ]
    environment = {**os.environ, "POSTGRES_PASSWORD": "word"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


def test_whoever_is_waited_for_says_when_it_is_ready() -> None:
    waits = [
        (name, condition["condition"])
        for service in SERVICES.values()
        for name, condition in service.get("depends_on", {}).items()
    ]
    assert waits
    for name, condition in waits:
        if condition == "service_completed_successfully":
            assert SERVICES[name]["restart"] == "no", name
        else:
            assert condition == "service_healthy", name
            assert SERVICES[name]["healthcheck"]["test"][0] == "CMD", name


def test_the_worker_starts_after_the_bootstrap_and_without_a_local_model() -> None:
    waits = SERVICES["worker"]["depends_on"]
    assert waits["bootstrap"]["condition"] == "service_completed_successfully"
    optional = {name for name, wait in waits.items() if not wait.get("required", True)}
    assert optional == {name for name in waits if "profiles" in SERVICES[name]} == {"ollama-model"}


def test_every_named_volume_is_declared_and_used() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    sources = {mount.partition(":")[0] for mount in mounts}
    assert {name for name in sources if not name.startswith(".")} == set(COMPOSE["volumes"])
    for source in (name for name in sources if name.startswith(".")):
        assert (ROOT / source).is_file(), source


def test_the_image_has_made_each_folder_that_its_user_writes_to() -> None:
    (made,) = (run for run in arguments_of("RUN") if "install --directory" in run)
    folders = {mount.split(":")[1] for name in OURS for mount in SERVICES[name].get("volumes", [])}
    paths = {str(value) for _, value in environments() if str(value).startswith("/data/")}
    assert folders
    assert folders <= paths
    assert paths <= set(made.split())


def test_every_variable_is_one_that_someone_reads() -> None:
    text = COMPOSE_FILE.read_text() + EXAMPLE.read_text()
    given = {name for name, _ in environments()} | set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text))
    ours = {name for name in given if name.startswith(("NONMUN_", "OPENAI_"))}
    prefects = {name for name in given if name.startswith("PREFECT_")}
    assert ours - own_settings() == FOR_COMPOSE_ALONE
    assert prefects
    assert prefects <= prefect_settings()


def test_no_secret_stands_in_a_file() -> None:
    secrets = [(name, value) for name, value in environments() if SECRET.search(name)]
    assert secrets
    for name, value in secrets:
        assert value is None or re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), name
    assert not re.search(r"://[^/\s@]*:[^/\s@]*@", COMPOSE_FILE.read_text())
    example = dotenv_values(EXAMPLE)
    assert {name for name in example if SECRET.search(name)} >= {"POSTGRES_PASSWORD"}
    assert not any(value for name, value in example.items() if SECRET.search(name))


def test_without_a_password_it_says_where_to_put_one() -> None:
    with pytest.raises(KeyError, match=r"Set POSTGRES_PASSWORD in \.env, as \.env\.example shows"):
        filled_in(COMPOSE, {})


def test_only_the_web_pages_are_published_and_to_this_machine_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["server"]
    ports = [compose_text(port, {"NONMUN_UI_PORT": "5000"}) for port in published["server"]]
    assert ports == ["127.0.0.1:5000:4200"]
    asked = SERVICES["server"]["environment"]["PREFECT_SERVER_UI_API_URL"]
    assert compose_text(asked, {"NONMUN_UI_PORT": "5000"}) == "http://127.0.0.1:5000/api"


def test_several_workers_do_not_get_into_each_others_way() -> None:
    assert not {"container_name", "ports", "hostname"} & set(SERVICES["worker"])
    assert (
        SERVICES["worker"]["environment"]["PREFECT_RESULTS_LOCAL_STORAGE_PATH"] == "/data/results"
    )


def test_our_containers_have_no_more_rights_than_they_need() -> None:
    assert {"server", "bootstrap", "worker"} == OURS
    for name, service in SERVICES.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service), name
    assert all(SERVICES[name]["cap_drop"] == ["ALL"] for name in OURS)


def test_images_of_others_are_named_with_a_version() -> None:
    images = {service["image"] for name, service in SERVICES.items() if name not in OURS}
    assert all(re.search(r":\d", image) for image in images)
