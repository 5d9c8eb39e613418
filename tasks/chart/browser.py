"""The figure as a picture, drawn by one Chromium that stays open for the process.

Starting the browser takes seconds, drawing a fraction of one. Kaleido's own server
(`kaleido.start_sync_server`) is not used: its thread dies when the browser cannot start, and the
caller then waits for ever. Here every step has its limit.
"""

import asyncio
import atexit
import contextlib
import os
import shutil
import signal
import threading
from collections.abc import Coroutine
from typing import Any

import kaleido
import plotly.graph_objects as go

from tasks.run.errors import ChartUnavailable

OPEN_TIMEOUT_SECONDS = 60.0
DRAW_TIMEOUT_SECONDS = 60.0
CLOSE_TIMEOUT_SECONDS = 15.0
SCALE = 2

HEADLESS_SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""Chromium without windows: it starts with a third of the processor time."""

_REMEDY = (
    "Install Chrome or Chromium (Debian: `apt install chromium-headless-shell`; anywhere: "
    "`plotly_get_chrome`), or point BROWSER_PATH at one, and run the day again."
)


class Browser:
    """One Chromium on an event loop of its own, started with the first picture.

    One thread at a time draws; the others wait.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kaleido: kaleido.Kaleido | None = None

    def draw(self, figure: go.Figure) -> bytes:
        """The figure as PNG bytes; raises `ChartUnavailable`, and the next call starts afresh."""
        with self._lock:
            try:
                drawing = self._opened().calc_fig(figure, {"format": "png", "scale": SCALE})
                png: bytes = self._run(drawing, DRAW_TIMEOUT_SECONDS)
            # Kaleido and its browser raise many unrelated types; each means "no chart today".
            except Exception as error:
                self._close()
                message = f"The chart was not drawn: {_why(error)} {_REMEDY}"
                raise ChartUnavailable(message) from error
            return png

    def open(self) -> None:
        """Start the browser, unless it runs; why it did not start is said by the next `draw`."""
        with self._lock:
            try:
                self._opened()
            except Exception:
                self._close()

    def close(self) -> None:
        """End the browser, if it runs."""
        with self._lock:
            self._close()

    def _opened(self) -> kaleido.Kaleido:
        if self._kaleido is not None and self._kaleido.subprocess.poll() is not None:
            self._close()  # the browser died since the last picture
        if self._kaleido is None:
            # MathJax is off: Kaleido would fetch it from the network, and no label is a formula.
            self._kaleido = kaleido.Kaleido(mathjax=False, timeout=None, path=_headless_shell())
            self._run(self._kaleido.open(), OPEN_TIMEOUT_SECONDS)
        return self._kaleido

    def _run(self, work: Coroutine[Any, Any, Any], timeout_seconds: float) -> Any:
        """The result of `work`; TimeoutError when it takes too long.

        Late work is not cancelled, which Kaleido does not survive: it ends with its browser.
        """
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="chart", daemon=True).start()
            atexit.register(self.close)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_seconds)

    def _close(self) -> None:
        opened, self._kaleido = self._kaleido, None
        if opened is not None:
            with contextlib.suppress(Exception):  # it is dead; only its temporary files may stay
                self._run(_end(opened), CLOSE_TIMEOUT_SECONDS)


async def _end(opened: kaleido.Kaleido) -> None:
    """Kill the browser, then tidy up: asking it to close may wait for ever for an answer."""
    process = getattr(opened, "subprocess", None)
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # Kaleido gives it a process group of its own
        process.wait()
    with contextlib.suppress(Exception):
        # Closing joins the thread that reads from the browser before it closes what that reads
        # from, and gives up after two seconds, which every command would take longer to end.
        opened._channel.close()
    await opened.close()


def _headless_shell() -> str | None:
    """Where it is; None when there is none, or another browser is asked for: Kaleido looks then."""
    if "BROWSER_PATH" in os.environ:
        return None
    return next(filter(None, map(shutil.which, HEADLESS_SHELLS)), None)


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the browser did not answer in time."
    sentence = " ".join(str(error).split()).partition(". ")[0]
    return f"{sentence or type(error).__name__}.".replace("..", ".")


_browser = Browser()


def draw_png(figure: go.Figure) -> bytes:
    """The figure as PNG bytes, two device pixels a CSS pixel; callable from any thread.

    Equal figures give equal bytes on one machine. Raises `ChartUnavailable` when there is no
    browser, or when it does not start or draw within its limit.
    """
    return _browser.draw(figure)


def open_browser() -> None:
    """Begin to start the browser, and return at once: it is ready when there is a chart to draw."""
    threading.Thread(target=_browser.open, name="open-browser", daemon=True).start()
