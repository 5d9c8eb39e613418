"""Runs what docker-compose.yml says as processes of this machine, on ports of their own.

Names of hosts become the loopback address, and folders of the image become temporary ones. All
else is read out of the two files: commands, environments, health checks, first steps of Postgres.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.compose.files import (
    ROOT,
    copied_into_image,
    filled_in,
    image_environment,
    read_compose,
)

PASSWORD = "Wort @:/%$'#"
"""As awkward as a password may be: every letter must arrive."""
COMMAND_TIMEOUT_SECONDS = 60
HEALTHY_WITHIN_SECONDS = 90
STOPPED_WITHIN_SECONDS = 30


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, which Debian does not put on the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (folders[-1] if folders else None)
    return Path(found).resolve().parent if found else None


@dataclass
class Stack:
    """The services as processes; `start` them in the order in which they wait for each other."""

    folder: Path
    programs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ports = {"4200": free_port(), "8080": free_port(), "5432": free_port()}
        self.folders = {"/app": self.folder / "app", "/data": self.folder / "data"}
        for name in copied_into_image():
            target = self.folders["/app"] / name
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, target)
        self.ui_port = self.ports["4200"]
        given = {"POSTGRES_PASSWORD": PASSWORD, "NONMUN_UI_PORT": str(self.ui_port)}
        self.services: dict[str, Any] = filled_in(read_compose()["services"], given)

    def here(self, text: str) -> str:
        """A word of the two files, as it is said on this machine."""
        for name in self.services:
            text = text.replace(f"//{name}:", "//127.0.0.1:").replace(f"@{name}/", "@127.0.0.1/")
        text = re.sub("|".join(self.ports), lambda port: str(self.ports[port[0]]), text)
        for folder, path in self.folders.items():
            text = f"{path}{text.removeprefix(folder)}" if text.startswith(folder) else text
        return text

    def environment(self, name: str) -> dict[str, str]:
        """What the service finds in its environment, and nothing of this process's."""
        image = image_environment() if "build" in self.services[name] else {}
        given = {**image, **self.services[name].get("environment", {})}
        values = {key: self.here(value) for key, value in given.items() if value is not None}
        programs = [Path(sys.executable).parent, self.programs, "/usr/bin", "/bin"]
        return {
            # A container has its own address and so the usual ports; here they are told.
            "PGPORT": str(self.ports["5432"]),
            "PREFECT_WORKER_WEBSERVER_PORT": str(self.ports["8080"]),
            "PATH": os.pathsep.join(map(str, programs)),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            # Should the hour of a scheduled run come just now, it is to reach nobody.
            "NONMUN_HF_URL": "http://127.0.0.1:9",
            "NONMUN_ARXIV_URL": "http://127.0.0.1:9",
            **values,
        }

    def start(self, name: str) -> None:
        """Start the command of the service, and wait until its health check succeeds."""
        if name == "postgres":
            self._start_postgres()
        else:
            log = (self.folder / f"{name}.log").open("wb")
            command = [self.here(word) for word in self.services[name]["command"]]
            with log:
                self.running[name] = subprocess.Popen(
                    command,
                    cwd=self.folders["/app"],
                    env=self.environment(name),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
        while self.health(name) != 0:
            ended = name in self.running and self.running[name].poll() is not None
            assert not ended, self.log(name)
            assert time.monotonic() < deadline, self.log(name)
            time.sleep(0.5)

    def health(self, name: str) -> int:
        """The exit code of the service's health check."""
        kind, *command = self.services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        return self._run(name, *map(self.here, command)).returncode

    def run_once(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Like `docker compose run NAME COMMAND`; the service's own command when none is given."""
        words = command or [self.here(word) for word in self.services[name]["command"]]
        return self._run(name, *words)

    def log(self, name: str) -> str:
        """The last lines that a service has written."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self, name: str) -> int:
        """Ask the service to end as Docker does; its exit code, or -9 when it had to be killed."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()

    def close(self) -> None:
        """End what still runs, in the order in which Compose would."""
        for name in reversed([*self.running]):
            self.stop(name)
        if (self.folder / "postgres" / "data").exists():
            self._control("-m", "immediate", "stop")

    def _run(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folders["/app"],
            env=self.environment(name),
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_SECONDS,
        )

    def _start_postgres(self) -> None:
        """What the image does with an empty volume: a user with a password, a database, scripts."""
        given = self.services["postgres"]["environment"]
        user, port = given["POSTGRES_USER"], self.ports["5432"]
        home = self.folder / "postgres"
        home.mkdir()
        (home / "password").write_text(given["POSTGRES_PASSWORD"])
        if os.geteuid() == 0:
            for path in (home, home / "password"):
                shutil.chown(path, "postgres")
        trusted = f"-U {user} --pwfile={home}/password --auth-host=scram-sha-256 --auth-local=trust"
        self._control("-o", f"{trusted} -E UTF8 --no-sync", "initdb")
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._control("-o", options, "-l", home / "log", "-w", "start")
        socket_of = f"host={home} port={port} user={user}"
        with psycopg.connect(f"{socket_of} dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {given['POSTGRES_DB']}")
        mounts = (mount.split(":") for mount in self.services["postgres"]["volumes"])
        scripts = (ROOT / source for source, target, *_ in mounts if "initdb.d" in target)
        with psycopg.connect(f"{socket_of} dbname={given['POSTGRES_DB']}", autocommit=True) as one:
            for script in scripts:
                one.execute(script.read_text())

    def _control(self, *arguments: object) -> None:
        """Run pg_ctl, which refuses to be run by root."""
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [self.programs / "pg_ctl", "-D", self.folder / "postgres" / "data", *arguments]
        subprocess.run(
            [*as_postgres, *map(str, command)],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            timeout=COMMAND_TIMEOUT_SECONDS,
        )
