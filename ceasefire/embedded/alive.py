"""Whether a process still lives."""

import psutil


def lives(process: psutil.Process) -> bool:
    """Whether it runs; where nobody reaps orphans, a dead one stays for ever as a zombie."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def pid_lives(pid: int) -> bool:
    """The same for a number that may belong to nobody."""
    try:
        return lives(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False
