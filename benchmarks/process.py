"""What /proc tells of a process: its children, its CPU time, its memory."""

from __future__ import annotations

import os
import time
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """Return user + system time of a process with all its threads.

    The CPU clock of the process is read where the system gives it: it is the sum of utime and
    stime in /proc/<pid>/stat before that is rounded to ticks of 10 ms, too coarse for short rounds.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) returns on Linux
    except OSError:
        utime, stime = _stat(pid)[11:13]
        return (int(utime) + int(stime)) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    """Return the memory a process holds now, in units of 2^20 bytes."""
    return _megabytes(pid, "VmRSS:")


def peak_megabytes(pid: int) -> float:
    """Return the most memory a process ever held; unlike ru_maxrss without its parent's."""
    return _megabytes(pid, "VmHWM:")


def _megabytes(pid: int, figure: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(figure):
            return int(line.split()[1]) / 1024
    return 0.0


def children(parent: int) -> list[int]:
    """Return the processes that a process started and that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if int(_stat(int(entry.name))[1]) == parent:
                    found.append(int(entry.name))
            except OSError:  # it ended meanwhile
                continue
    return found


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat after the command, which may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
