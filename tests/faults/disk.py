"""Disks that are too small, made by the system where it lets us, else by limits on files."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.nursery import Running

ENOUGH_MEGABYTES = 64


@dataclass(frozen=True)
class SmallDisk:
    """A folder on a disk of some size, which may grow."""

    folder: Path
    kilobytes: int
    is_mounted: bool

    def watch(self, process: Running) -> None:
        """Where no disk could be made, limit what the process may write into one file."""
        if not self.is_mounted:
            limit_files(process.pid, self.kilobytes * 1024)

    def grow(self) -> None:
        """Make room."""
        if self.is_mounted:
            options = f"remount,size={ENOUGH_MEGABYTES}m"
            subprocess.run(["mount", "-o", options, str(self.folder)], check=True)

    def set_writable(self, writable: bool) -> None:
        """Let what is written on the disk be refused, or let it be written again."""
        if self.is_mounted:
            # By the mount, not by the disk: that is refused while a file is open for writing.
            option = f"remount,bind,{'rw' if writable else 'ro'}"
            subprocess.run(["mount", "-o", option, str(self.folder)], check=True)
        else:
            for folder in (self.folder, *filter(Path.is_dir, self.folder.rglob("*"))):
                folder.chmod(0o755 if writable else 0o555)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[SmallDisk]:
    """A disk at a new folder, in memory. Only root may mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    is_root = os.geteuid() == 0
    mounted = is_root and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield SmallDisk(folder, kilobytes, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def limit_files(process: int, size: int) -> None:
    """Let no file that the process writes grow beyond `size` bytes."""
    with suppress(ProcessLookupError):  # it has ended already
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, size))
