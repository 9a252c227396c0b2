# SPDX-License-Identifier: Apache-2.0
"""What captures need of the outside, and a run of several captures side by side."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from verweer.browser import Limits
from verweer.egress import Egress, outside_client, running_guard
from verweer.evidence.capture import Capturing, capture_link
from verweer.evidence.model import Capture
from verweer.evidence.modes import Mode
from verweer.evidence.room import NoRoom
from verweer.evidence.timestamp import Rfc3161Timestamper
from verweer.kernel import Clock, Link, system_clock
from verweer.proof import InstallationKey, SigningIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSettings:
    """What the operator chose for captures.

    keys: the folder of the installation's own keys.
    timestamp_authorities: RFC 3161 addresses; two stamps are wanted.
    timestamp_ca: roots of those authorities; None trusts the bundled list.
    at_once: how many captures run side by side.
    public_address: the address under which the outside sees this machine, when the operator knows it.
    identity: the organisation's certificate and key, in whose name packages are signed.
    """

    egress: Egress
    chromium: Path | None
    keys: Path
    timestamp_authorities: tuple[str, ...]
    timestamp_ca: Path | None
    limits: Limits = Limits()  # noqa: RUF009 - a frozen value
    at_once: int = 4
    public_address: str | None = None
    identity: SigningIdentity | None = None


@contextmanager
def capturing_with(settings: CaptureSettings) -> Iterator[Capturing]:
    """Open what captures share: the way to the timestamp authorities and the installation's key."""
    with ExitStack() as stack:
        guard = stack.enter_context(running_guard(settings.egress))
        client = stack.enter_context(outside_client(guard, settings.egress))
        yield Capturing(
            egress=settings.egress,
            chromium=settings.chromium,
            timestampers=tuple(
                Rfc3161Timestamper(url=url, roots=settings.timestamp_ca, client=client)
                for url in settings.timestamp_authorities
            ),
            signing_key=InstallationKey.load_or_create(settings.keys / "wacz-signing.pem"),
            limits=settings.limits,
            public_address=settings.public_address,
            identity=settings.identity,
        )


def capture_links(  # noqa: PLR0913 - a run of captures has this many independent parts
    links: Sequence[tuple[int, Link]],
    *,
    case_id: str,
    folder: Path,
    settings: CaptureSettings,
    mode: Mode,
    clock: Clock = system_clock,
    ended: Callable[[Capture], None] = lambda _: None,
) -> Iterator[Capture]:
    """Visit numbered links side by side and yield each capture when it is done; `ended` is called before that.

    A visit that raises touches no other: all others end and are yielded, and then its error is raised. Only when
    there is no room left, visits that did not begin are called off. Raises NoRoom and what a visit raises.
    """
    with capturing_with(settings) as capturing, ThreadPoolExecutor(settings.at_once) as pool:
        running = [
            pool.submit(
                capture_link,
                link,
                number=number,
                case_id=case_id,
                folder=folder,
                capturing=capturing,
                clock=clock,
                mode=mode,
            )
            for number, link in links
        ]
        try:
            yield from _ended_ones(pool, running, ended)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _ended_ones(
    pool: ThreadPoolExecutor, running: Sequence[Future[Capture]], ended: Callable[[Capture], None]
) -> Iterator[Capture]:
    errors: list[BaseException] = []
    for done in as_completed(running):
        if done.cancelled():
            continue
        error = done.exception()
        if error is None:
            capture = done.result()
            ended(capture)
            yield capture
        else:
            errors.append(error)
            if isinstance(error, NoRoom):
                pool.shutdown(wait=False, cancel_futures=True)
    if errors:
        raise next((error for error in errors if not isinstance(error, NoRoom)), errors[0])
