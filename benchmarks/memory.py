"""What a rerun costs, and what the server holds after many: with memory frozen after warm-up, and without.

    python -m benchmarks.memory --reruns 2000

Starts the app twice, in turn, on a free port of this machine; one client asks for the overview again and again, with
the filters of a reader who clicks about. Prints, for each: milliseconds of server CPU a rerun, and MiB resident at the
start and after each quarter of the reruns.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROJECT = Path(__file__).resolve().parent.parent
UNFROZEN = "import gc, sys; gc.freeze = lambda: None; "
START = (
    "from streamlit.web.cli import main; sys.argv = ['streamlit', 'run', '{app}', '--server.port', '{port}']; main()"
)
ADDRESSES = ("", "partnership=par", "partnership=somos-comunidad", "issue=extortion", "place=13", "lang=es")


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def served(is_frozen: bool = True, app: str = "app.py"):
    """The app in a process of its own; yields its port and process id."""
    port = _free_port()
    code = ("import sys; " if is_frozen else UNFROZEN) + START.format(port=port, app=app)
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _resident_mib(pid: int) -> float:
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _rerun(socket_, address: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = address
    await socket_.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(await asyncio.wait_for(socket_.recv(), 60))
        if answer.WhichOneof("type") == "script_finished":
            return


async def measure(port: int, pid: int, reruns: int) -> tuple[float, list[float]]:
    """Milliseconds of CPU a rerun, and MiB resident at the start and after each quarter."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        cookie = "; ".join(c.split(";")[0] for c in page.headers.get_all("Set-Cookie") or [])
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    headers = {"Cookie": cookie}
    async with websockets.connect(
        address,
        origin=f"http://127.0.0.1:{port}",
        additional_headers=headers,
        subprotocols=["streamlit"],
        max_size=None,
    ) as socket_:
        for query in ADDRESSES * 3:
            await _rerun(socket_, query)
        resident, start = [_resident_mib(pid)], _cpu_seconds(pid)
        queries = itertools.cycle(ADDRESSES)
        for _ in range(4):
            for _ in range(reruns // 4):
                await _rerun(socket_, next(queries))
            resident.append(_resident_mib(pid))
        return (_cpu_seconds(pid) - start) / reruns * 1000, resident


def main() -> None:
    """Measures both, in one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reruns", type=int, default=2000)
    options = parser.parse_args()
    for is_frozen in (True, False):
        with served(is_frozen) as (port, pid):
            cpu, resident = asyncio.run(measure(port, pid, options.reruns))
        words = " ".join(f"{mib:.0f}" for mib in resident)
        print(
            f"{'frozen' if is_frozen else 'not frozen':<11} {cpu:5.1f} ms CPU a rerun; MiB resident: {words}",
            flush=True,
        )


if __name__ == "__main__":
    main()
