"""What a worker may use, and how it gives everything else up.

Linux takes all limits. macOS and the BSDs keep the time limits; Windows keeps the wall clock, the
closed network and the closed file system of Python's own calls.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Limits", "allow_cpu", "confine"]

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_OPEN_FILES = 256
# What Python code could do to reach other hosts, other programs or other files.
_CLOSED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.symlink",
    "os.link",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.rmtree",
    "webbrowser.open",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one call may use.

    Attributes
    ----------
    seconds
        On the wall clock, after which a worker that does nothing is ended. One that works, on a
        machine that seldom lets it, has twelve times as long (on Linux).
    cpu_seconds
        Of processor time, which an orphaned worker cannot outlive.
    memory
        Bytes of address space.
    answer
        Bytes that the caller is ready to take back.
    """

    seconds: float = 50.0
    cpu_seconds: int = 45
    memory: int = 1_800_000_000
    answer: int = 400_000_000


def confine(memory: int) -> tuple[str, ...]:
    """Give up, for good, what a parser never needs; return in words what could be given up."""
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("no new privileges", _no_new_privileges),
        ("no network", _no_network),
        ("limits of memory and files", lambda: _resources(memory)),
    )
    done = [words for words, step in steps if step()]
    sys.addaudithook(_refuse)
    return (*done, "Python's own ways out")


def allow_cpu(seconds: int) -> None:
    """Let this process use so many seconds of processor time from now on."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + seconds + 1, hard))


def _no_new_privileges() -> bool:
    return sys.platform == "linux" and not _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _no_network() -> bool:
    """Move to a network namespace of our own, which has no way out."""
    if sys.platform != "linux":
        return False
    both = _CLONE_NEWUSER | _CLONE_NEWNET
    return not _libc().unshare(both) or not _libc().unshare(_CLONE_NEWNET)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _resources(memory: int) -> bool:
    try:
        import resource
    except ImportError:
        return False
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    )
    done = True
    for kind, limit in wanted:
        hard = resource.getrlimit(kind)[1]
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (ceiling, ceiling))
        except (OSError, ValueError):
            done = False
    return done


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Stop Python code that tries a way out: an audit hook, which nothing can take off again."""
    if event.startswith(_CLOSED):
        raise PermissionError(f"a reader may not do this: {event}")
    if event == "open":
        _, mode, flags = (*arguments, None, None, None)[:3]
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError("a reader may not write files")
