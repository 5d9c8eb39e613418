"""Whether this machine can draw Korean letters and emoji, asked of fontconfig."""

import shutil
import subprocess
from functools import cache

_NEEDED = {
    "Korean letters": (":lang=ko", "fonts-nanum"),
    "emoji": (":charset=1f9e0", "fonts-noto-color-emoji"),  # 🧠, drawn by emoji fonts only
}
_TIMEOUT_SECONDS = 10


def missing_fonts() -> str | None:
    """One sentence on fonts that the chart needs and the machine lacks, or None.

    None also where fontconfig is not used (macOS, Windows): both ship such fonts.
    """
    program = shutil.which("fc-list")
    if program is None:
        return None
    missing = {
        what: package for what, (query, package) in _NEEDED.items() if not _has(program, query)
    }
    if not missing:
        return None
    return (
        f"No font on this machine has {' or '.join(missing)}: the chart will show empty boxes. "
        f"On Debian or Ubuntu, run `apt install {' '.join(missing.values())}`."
    )


@cache  # a range asks for every chart
def _has(program: str, query: str) -> bool:
    try:
        found = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
            [program, query, "family"], capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return True  # not known to be missing
    return bool(found.stdout.strip())
