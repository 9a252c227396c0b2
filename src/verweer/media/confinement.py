# SPDX-License-Identifier: Apache-2.0
"""Takes from the decoding process what decoding does not need: memory, time, new files, programs, the network.

The limits hold on every POSIX system. The refusal of sockets and programs is a seccomp
filter (Linux on x86-64 and arm64); elsewhere the limits stand alone.
"""

import ctypes
import platform
import resource
import struct
import sys

MEMORY = 1_500_000_000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO with EPERM
_X32 = 0x40000000
_IO_URING = 425
# Per machine: its AUDIT_ARCH number, then socket, socketpair, connect, execve, execveat and io_uring_setup.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, _IO_URING)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, _IO_URING)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def is_confined() -> bool:
    """Return whether this process gave up what decoding does not need; it can write no file, so compile no program."""
    return resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)


def confine() -> None:
    """Give up for good what decoding does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and platform.machine() in _REFUSED:
        _refuse_network_and_programs(*_REFUSED[platform.machine()])


def allow_seconds(seconds: int) -> None:
    """Let the process be killed once it has used this much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _refuse_network_and_programs(architecture: int, refused: tuple[int, ...]) -> None:
    # A jump says how many steps to leave out; the last step denies, the one before it allows.
    count = len(refused)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, count + 3, architecture),  # All calls of another architecture are refused.
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, count + 1, 0, _X32),
        *((_EQUAL, count - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the decoding process could not be confined")
