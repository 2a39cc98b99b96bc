"""Start a program that cannot outlive whoever started it.

`tied_command` wraps a command line. The wrapper is this file, run as a script by a bare
interpreter: it drops privileges if told to, asks the kernel for a signal when its parent thread
ends (`PR_SET_PDEATHSIG`), and becomes the program with `exec`. A script of its own is used instead
of `subprocess`'s `preexec_fn`, which is not safe in a process with threads.

The kernel ties a child to the *thread* that started it, so that thread must live as long as the
child is wanted.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1
EXIT_NOT_STARTED = 126  # what a shell answers for "found, but could not be executed"


def tied_command(
    command: Sequence[str],
    *,
    death_signal: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    gid: int | None = None,
) -> list[str]:
    """The command line that runs `command` tied to the calling process.

    `death_signal` is what the program gets when its parent is gone; with `uid` and `gid` (both, and
    only as root) it runs as that user, with no other group. Ties are made on Linux only; elsewhere
    the program simply runs.
    """
    head = [sys.executable, "-I", "-S", os.path.abspath(__file__)]
    ids = [str(-1 if number is None else number) for number in (uid, gid)]
    return [*head, str(os.getpid()), str(int(death_signal)), *ids, *command]


def _become(arguments: Sequence[str]) -> None:
    parent, death_signal, uid, gid = (int(argument) for argument in arguments[:4])
    command = list(arguments[4:])
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After setuid, which clears the request.
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
        if os.getppid() != parent:  # it ended before the request was made
            raise SystemExit(EXIT_NOT_STARTED)
    # A shell's background job starts with SIGINT ignored, and `exec` would hand that on.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.execvp(command[0], command)  # noqa: S606 - becoming the given program is the purpose


if __name__ == "__main__":
    try:
        _become(sys.argv[1:])
    except OSError as error:
        sys.stderr.write(f"could not start {sys.argv[5]}: {error}\n")
        sys.exit(EXIT_NOT_STARTED)
