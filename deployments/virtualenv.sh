#!/bin/sh
# Makes .venv from the pinned constraints. PYTHON names the interpreter to use (3.11 or newer).
set -eu
python=$(command -v "${PYTHON:-python3.11}" || command -v python3) || {
    echo "nonmun needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python" >&2
    exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "nonmun needs Python 3.11 or newer; $python is older: say make PYTHON=/path/to/python" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    "$(dirname "$0")/system-packages.sh" venv
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the pinned packages into .venv (a few minutes the first time) ..."
PIP_CONSTRAINT=constraints.txt .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --editable '.[dev]'
