"""Work in the background of a session: how far it is, a way to stop it, and what came of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from analytics.errors import TejidoError

Progress = Callable[[int, int], None]


class _Stopped(Exception):
    """The work was asked to end."""


class Work:
    """One piece of work under a key, in a thread of its own; it ends at its next step once `stop` is called."""

    def __init__(self, key: str, do: Callable[[Progress], bytes]) -> None:
        self.key, self.made, self.fault = key, None, ""
        self.progress = (0, 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(do,), daemon=True, name=f"work-{key}"[:40])
        self._thread.start()

    def _run(self, do: Callable[[Progress], bytes]) -> None:
        try:
            self.made = do(self._step)
        except _Stopped:
            pass
        except TejidoError as error:
            self.fault = str(error)
        except Exception:  # a person reads a sentence; the log keeps the rest
            logging.getLogger("tejido").exception("work %s", self.key)

    def _step(self, done: int, of: int) -> None:
        self.progress = (done, of)
        if self._stop.is_set():
            raise _Stopped

    def stop(self) -> None:
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()
