"""A wall clock that can be set while a command runs, for that command alone.

The machine's clock is not ours to set, Linux has no namespace for it, and libfaketime 0.9.10 breaks
Python's sleep; so a few lines of C go before the system's library.
"""

import shutil
import struct
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
COMPILER = shutil.which("cc")


class Clock:
    """The clock of commands that are started in its environment."""

    def __init__(self, folder: Path) -> None:
        assert COMPILER is not None, "no C compiler"
        self._shift, library = folder / "clock", folder / "clock.so"
        command = [COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "clock.c")]
        subprocess.run(command, check=True)
        self.set(0)
        self.environment = {"LD_PRELOAD": str(library), "FAULTS_CLOCK": str(self._shift)}

    def set(self, seconds: int) -> None:
        """Let the clock be so many seconds off from now on."""
        with self._shift.open("r+b" if self._shift.exists() else "wb") as file:
            file.write(struct.pack("q", seconds))
