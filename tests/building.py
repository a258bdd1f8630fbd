"""A process that publishes snapshots in children that a test may kill; run by test_snapshots.py.

It imports and reads the tables once and forks for each build, so that a hundred kills cost a hundred writings and
nothing more. Reads from standard input, a line a build: a value that the build changes, so that it has something to
write. Writes `at PID STAGE` when a build reaches a stage, and `ended STATUS` (negative: the signal that ended it).
"""

import os
import sys
from pathlib import Path

from analytics.snapshots import contents_of, publish_contents
from analytics.tables import read_tables


def main(home: Path) -> None:
    folders = {kind: home / kind for kind in ("published", "reference")}
    frames = read_tables(folders)
    print("ready", flush=True)
    for line in sys.stdin:
        frames["observations"].loc[0, "value"] = float(line)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                say = lambda stage: os.write(1, f"at {os.getpid()} {stage}\n".encode())  # noqa: E731
                publish_contents(contents_of(frames, folders), home / "snapshots", say)
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
