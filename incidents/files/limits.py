"""What a process of its own may take, which it gives up before it touches a byte."""

import resource


def limit_myself(memory: int, seconds: int, *, file: int = 0) -> None:
    """Give up the right to more memory, time and files, and to leave a core.

    Args:
        memory: bytes of addresses; libraries and mapped files count too.
        seconds: of the processor.
        file: bytes of the largest file that may be written.

    """
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
