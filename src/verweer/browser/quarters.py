# SPDX-License-Identifier: Apache-2.0
"""Where one browser lives: a user of its own, a folder of its own in memory, and nothing left of either afterwards.

When we are root, the browser gets a user that owns nothing else: the system user `verweer-browser`
where there is one, else a number from the range that systemd keeps for users which exist only while
something runs (61184 to 65519), another one for each browser at the same time. Otherwise it is us.

Each folder is locked for as long as its browser is wanted. The kernel lets go of the lock when we die,
however we die, so whatever is not locked is left over, and the next browser's start removes it.
"""

import fcntl
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from verweer.browser.processes import Process, end, processes_of, users_about
from verweer.kernel import EvidenceError, OutsideError

SYSTEM_USER = "verweer-browser"
PASSING_USERS = range(61_184, 65_520)
_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux keeps it in memory; a folder in it is checked before use
_ENOUGH_MEMORY = 2 * 1024**3
_PUBLIC = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - the folder made there is checked before use
_ROUNDS = 40


class UnsafeQuarters(EvidenceError):
    """Someone else laid hands on the folder in which browsers live."""


class NoQuarters(OutsideError):
    """There is no place where a browser could live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarters:
    """One browser's place: `folder` is ours, `own` below it the browser's; `user` None is the user that we are."""

    folder: Path
    user: int | None
    group: int | None

    @property
    def own(self) -> Path:
        """Return the only folder that the browser may write."""
        return self.folder / "own"

    @property
    def netlog(self) -> Path:
        """Return the file of the browser's network log."""
        return self.own / "netlog.json"

    @property
    def downloads(self) -> Path:
        """Return the folder of downloads while they run."""
        return self.own / "downloads"

    @property
    def leader(self) -> int:
        """Return the browser's first process; 0 before it started."""
        told = self.folder / "leader"
        return int(told.read_text()) if told.exists() else 0

    def processes(self) -> tuple[Process, ...]:
        """Return the browser's living processes."""
        if not self.leader:
            return ()
        return processes_of(leader=self.leader, user=self.user if self.user in PASSING_USERS else None)

    def size(self) -> int:
        """Return how much the browser has written, in bytes."""
        return sum(_size(Path(root) / name) for root, _, names in os.walk(self.own) for name in names)

    def has_log(self) -> bool:
        """Return whether the log is a plain file: a browser in hostile hands could lay a link in its place."""
        try:
            return stat.S_ISREG(self.netlog.lstat().st_mode)
        except FileNotFoundError:
            return False

    def end_browser(self) -> None:
        """Kill every process of the browser, those that it starts meanwhile too."""
        for _ in range(_ROUNDS):
            alive = self.processes()
            if not alive:
                return
            end(alive)


@contextmanager
def browser_quarters() -> Iterator[Quarters]:
    """Give a browser its place; when the block ends, its processes and files are gone."""
    with ExitStack() as stack:
        with _turn() as root:
            _sweep(root)
            user, group = _user_for(root)
            folder = Path(tempfile.mkdtemp(prefix=f"{'' if user is None else user}-", dir=root))
            _lock(folder, stack)
        quarters = Quarters(folder=folder, user=user, group=group)
        try:
            folder.chmod(0o711 if user is not None else 0o700)
            for own in (quarters.own, quarters.downloads):
                own.mkdir(mode=0o700)
                if user is not None and group is not None:
                    os.chown(own, user, group)
            yield quarters
        finally:
            quarters.end_browser()
            shutil.rmtree(folder, ignore_errors=True)


def quarters_root() -> Path:
    """Return the folder of all browsers' places; in memory where there is room."""
    name = f"verweer-browser-{os.geteuid()}"
    places = [_MEMORY] if _is_roomy() else []
    for place in (*places, Path(tempfile.gettempdir()), *_PUBLIC):
        if os.access(place, os.W_OK | os.X_OK) and (os.geteuid() or _is_open_to_all(place)):
            return place / name
    message = "The browser has no folder to live in: give /dev/shm 2 GiB, or name a writable folder in TMPDIR."
    raise NoQuarters(message)


def is_in_memory(folder: Path) -> bool:
    """Return whether a folder of ours lies in memory, where a stolen disk holds nothing of it."""
    return folder.is_relative_to(_MEMORY)


@contextmanager
def _turn() -> Iterator[Path]:
    """Hold the folder of all places, so that making one and sweeping never meet."""
    root = quarters_root()
    mode = 0o700 if os.geteuid() else 0o711
    root.mkdir(exist_ok=True, mode=mode)
    held = root.lstat()
    if not stat.S_ISDIR(held.st_mode) or held.st_uid != os.geteuid() or held.st_mode & 0o066:
        message = f"{root} is not a folder of this user alone; remove it and try again."
        raise UnsafeQuarters(message)
    root.chmod(mode)  # The umask may have taken away what another user needs to pass through.
    with ExitStack() as stack:
        _lock(root, stack)
        yield root


def _lock(folder: Path, stack: ExitStack, *, wait: bool = True) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    stack.callback(os.close, descriptor)
    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _sweep(root: Path) -> None:
    for folder in root.iterdir():
        with ExitStack() as stack:
            try:
                _lock(folder, stack, wait=False)
            except OSError:
                continue  # Its browser is wanted.
            Quarters(folder=folder, user=_user_of(folder), group=None).end_browser()
            shutil.rmtree(folder, ignore_errors=True)


def _user_for(root: Path) -> tuple[int | None, int | None]:
    if os.geteuid():
        return None, None
    try:
        known = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        busy = {_user_of(folder) for folder in root.iterdir()} | users_about()
        user = next(user for user in PASSING_USERS if user not in busy and not _is_known(user))
        return user, user
    return known.pw_uid, known.pw_gid


def _user_of(folder: Path) -> int | None:
    told = folder.name.partition("-")[0]
    return int(told) if told.isdecimal() else None


def _is_known(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _is_roomy() -> bool:
    try:
        return shutil.disk_usage(_MEMORY).total >= _ENOUGH_MEMORY
    except OSError:
        return False


def _is_open_to_all(place: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (place, *place.parents))


def _size(file: Path) -> int:
    try:
        return file.lstat().st_blocks * 512
    except OSError:
        return 0
