"""A process that publishes drafts of a workspace in children that a test may kill; run by test_workspaces_killed.py.

Reads from standard input, a line a publication: a number, which the draft's one row counts. Writes `at PID` when the
child begins to publish, and `ended STATUS` (negative: the signal that ended it).
"""

import os
import sys
from pathlib import Path

from analytics.importing.prepare import Choices, prepare, publish
from analytics.workspaces import Workspace
from tests.importing import HEAD


def main(folder: Path) -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        path = folder / "extorsion.csv"
        path.write_text(HEAD + f"05001,Medellín,2020,{int(line)}\n", encoding="utf-8")
        draft = prepare([(path, path.name)], Workspace("killed"), Choices())
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.write(1, f"at {os.getpid()}\n".encode())
                publish(draft)
                status = 0
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
