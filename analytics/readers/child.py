"""The process that reads one file: it limits itself before anything of the file, or any parser, is touched."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.readers.grid import Finding
    from analytics.readers.limits import Limits

OPEN_FILES = 128
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000  # of unshare(2): namespaces of the process's own
GRACE_SECONDS = 5  # between the signal that ends it and the one that cannot be caught


def close_network() -> None:
    """Takes the network away from this process, before anything of the file is touched.

    Where the system allows it (Linux with namespaces), the process gets a network of its own that holds nothing, so
    that a parser written in C reaches nothing either. Everywhere, whatever Python would send or bind is refused; such a
    hook cannot be taken out again.
    """
    system = ctypes.CDLL(None)
    if hasattr(system, "unshare") and system.unshare(NEW_NETWORK) != 0:
        system.unshare(NEW_USER | NEW_NETWORK)
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _: tuple) -> None:
    if event.startswith("socket."):
        raise PermissionError("a reader of files has no network")


def limit_self(limits: dict[str, int]) -> None:
    """Memory, seconds of work, bytes of a written file, open files; no core dump, no network."""
    seconds = limits["cpu_seconds"]
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_AS, limits["address_space_bytes"], limits["address_space_bytes"]),
        (resource.RLIMIT_CPU, seconds, seconds + GRACE_SECONDS),
        (resource.RLIMIT_FSIZE, limits["written_bytes"], limits["written_bytes"]),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
    ):
        resource.setrlimit(kind, (soft, hard))
    close_network()


def main() -> int:
    request = json.load(sys.stdin)
    limit_self(request["limits"])
    read_within(request)
    return 0


def read_within(request: dict) -> None:
    """Reads the file and writes the reading, or one that says why there is none."""
    from pathlib import Path

    from analytics.readers.contained import write_reading
    from analytics.readers.files import UNKNOWN, read_file, sha256_of
    from analytics.readers.grid import Reading
    from analytics.readers.limits import Limits

    path, folder, limits = Path(request["path"]), Path(request["folder"]), Limits(**request["limits"])
    try:
        write_reading(read_file(path, request["name"], limits), folder)
        return
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a parser's panic is no Exception
        finding = why_not(error, request["name"], limits)
    write_reading(Reading(request["name"], UNKNOWN, sha256_of(path), findings=(finding,)), folder)


def why_not(error: BaseException, name: str, limits: Limits) -> Finding:
    from analytics.readers.files import damaged
    from analytics.readers.limits import MB, refused

    if isinstance(error, MemoryError):
        return refused(f"reading it needs more than {limits.address_space_bytes // MB:,} MB of memory", name)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return refused(f"what was read of it is more than {limits.written_bytes // MB:,} MB", name)
    return damaged(name)


if __name__ == "__main__":
    status = main()
    # every file is closed; the threads of a parser, still alive as the interpreter ends, aborted about one in 500
    os._exit(status)
