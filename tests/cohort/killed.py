"""A run that kills itself without warning: `python -m tests.cohort.killed INPUT OUT WRITES`."""

import os
import signal
import sys
from pathlib import Path

from tests.cohort.runs import cohort


def main() -> None:
    """Run until so many files were written, then die before the next one is in its place."""
    folder, out, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    replace = Path.replace

    def replace_or_die(draft: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            content = draft.read_bytes()
            draft.write_bytes(content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return replace(draft, target)

    Path.replace = replace_or_die  # type: ignore[method-assign,assignment]
    cohort(folder, out)


if __name__ == "__main__":
    main()
