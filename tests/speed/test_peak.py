"""The benchmark's figure of memory is that of the process it measures."""

import subprocess
import sys

from benchmarks.speed.stamped import peak_bytes

MEGABYTE = 1_000_000


def test_what_was_held_once_counts() -> None:
    before = peak_bytes()
    held = bytearray(before + 50 * MEGABYTE)  # more than has ever been free within the process
    held[::4096] = b"1" * len(held[::4096])
    del held
    assert peak_bytes() >= before + 40 * MEGABYTE


def test_what_the_starting_process_holds_does_not() -> None:
    held = bytearray(300 * MEGABYTE)
    held[::4096] = b"1" * len(held[::4096])
    code = "from benchmarks.speed.stamped import peak_bytes; print(peak_bytes())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert len(held) > 300 * MEGABYTE - 1
    assert int(ended.stdout) < 200 * MEGABYTE
