# SPDX-License-Identifier: Apache-2.0
"""One link becomes one capture: visit, archive, stamp, sign, verify, and only then a final name.

The order keeps evidence honest: the intent to visit goes on record before the visit, the
WARC is stamped before it is packed, the package is checked before it gets its name, and
the browser's log, which holds cookies, is gone whatever happens.
"""

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from verweer.browser import Lack, Limits
from verweer.browser.chromium import SHARED_FLAGS
from verweer.browser.logged import NetLog
from verweer.browser.netlog import read_netlog
from verweer.browser.quarters import Quarters, browser_quarters
from verweer.egress import Egress, Guard, running_guard
from verweer.evidence.blurring import blurred
from verweer.evidence.chains import list_connections
from verweer.evidence.exchanges import list_exchanges, list_media
from verweer.evidence.extras import certificates_file, gate_files, network_file, page_files, stamp_files
from verweer.evidence.frames import frame_lines
from verweer.evidence.lacks import lacks_of
from verweer.evidence.model import NOT_VISITED, Capture, Captured, NotCaptured
from verweer.evidence.modes import Mode, left_out_of, withheld_list
from verweer.evidence.plain import in_one_line, writable
from verweer.evidence.room import room_in
from verweer.evidence.stamping import is_clock_off, stamp_archive, stamp_package
from verweer.evidence.timestamp import NoTimestamp, Timestamper
from verweer.evidence.troubles import trouble_of
from verweer.evidence.warc import LeftOut, write_warc
from verweer.kernel import Clock, Digest, Link, rfc3339, system_clock
from verweer.proof import (
    Custody,
    InstallationKey,
    Package,
    SigningIdentity,
    sign_in_name,
    verify_package,
    write_wacz,
)
from verweer.visit.visiting import visit
from verweer.visit.visitor import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Capturing:
    """What a capture needs of the outside: network, browser, time authorities, signing key, and its bounds."""

    egress: Egress
    chromium: Path | None
    timestampers: tuple[Timestamper, ...]
    signing_key: InstallationKey
    public_address: str | None = None
    identity: SigningIdentity | None = None
    limits: Limits = Limits()  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    link: Link
    number: int
    case_id: str
    folder: Path
    outside: Capturing
    clock: Clock
    mode: Mode

    @property
    def work(self) -> Path:
        """Return the working folder of this capture."""
        return self.folder / "work" / str(self.number)


def capture_link(  # noqa: PLR0913 - a capture has this many independent surroundings
    link: Link,
    *,
    number: int,
    case_id: str,
    folder: Path,
    capturing: Capturing,
    clock: Clock = system_clock,
    mode: Mode = Mode.SEALED,
) -> Capture:
    """Visit a link and return its capture; expected troubles of the link are an outcome, not an error.

    In the mode `digest-only` no picture or video stays: neither in the package nor in the screenshot.
    In the mode `link-only` nothing is fetched.
    """
    if mode is Mode.LINK_ONLY:
        now = clock()
        return Capture(number=number, link=link, began=now, ended=now, outcome=NOT_VISITED)
    job = _Job(
        link=link,
        number=number,
        case_id=case_id,
        folder=folder,
        outside=capturing,
        clock=clock,
        mode=mode,
    )
    with room_in(folder):
        _clear(job)
        try:
            with browser_quarters() as quarters:
                return _captured(job, quarters)
        finally:
            for name in ("bodies", "made"):
                shutil.rmtree(job.work / name, ignore_errors=True)
            for part in ("package.wacz", "data.warc.gz"):
                (job.work / part).unlink(missing_ok=True)


def _clear(job: _Job) -> None:
    """Remove what a killed attempt left: a package that no record names, and timestamps over it."""
    shutil.rmtree(job.work, ignore_errors=True)
    for leftover in (job.folder / "evidence").glob(f"{job.number}.wacz*"):
        leftover.unlink()
    job.work.mkdir(parents=True)


def _captured(job: _Job, quarters: Quarters) -> Capture:
    began = job.clock()
    custody = Custody(job.work / "custody.jsonl", job.clock)
    custody.append("visit-begun", case=job.case_id, capture=job.number, mode=job.mode.value)
    egress = job.outside.egress
    with running_guard(egress, bytes_limit=job.outside.limits.bytes_received, clock=job.clock) as guard:
        seen = visit(
            job.link,
            guard=guard,
            quarters=quarters,
            made=job.work / "made",
            limits=job.outside.limits,
            chromium=job.outside.chromium,
            images_shown=job.mode is Mode.SEALED,
        )
    _make_writable(seen)
    for deed in seen.deeds.done:
        custody.add(deed.event, {"capture": job.number, **deed.details})
    custody.append("visit-ended", capture=job.number)
    log = _read_log(job, quarters)
    redirects = [exchange.redirected_to or "" for exchange in list_exchanges(log.exchanges, guard.peers())]
    trouble = trouble_of(seen, guard, host=job.link.host, redirects=redirects)
    if trouble is not None:
        return _not_captured(job, trouble, began)
    return _archived(job, seen, guard, log, custody, began)


def _make_writable(seen: Visit) -> None:
    seen.title = in_one_line(seen.title)
    seen.final_url = writable(seen.final_url)
    seen.markup = writable(seen.markup)
    seen.outlinks = tuple(writable(url) for url in seen.outlinks)


def _read_log(job: _Job, quarters: Quarters) -> NetLog:
    if not quarters.has_log():
        return NetLog((), (), whole=False)
    return read_netlog(quarters.netlog, job.work / "bodies", most_bytes=job.outside.limits.log_bytes)


def _not_captured(job: _Job, trouble: NotCaptured, began: datetime) -> Capture:
    return Capture(number=job.number, link=job.link, began=began, ended=job.clock(), outcome=trouble)


def _archived(job: _Job, seen: Visit, guard: Guard, log: NetLog, custody: Custody, began: datetime) -> Capture:
    exchanges = list_exchanges(log.exchanges, guard.peers())
    connections = list_connections(log.sockets, guard.peers(), ca_file=job.outside.egress.ca_file, at=began)
    outcome = Captured(lacks=lacks_of(seen, guard, log, connections, link=job.link), walls=seen.walls)
    media = list_media(log.exchanges, job.work / "media", page_url=seen.final_url or job.link.url, made=seen.made)
    left_out = LeftOut() if job.mode is Mode.SEALED else left_out_of(log.exchanges, seen.made)
    warc = job.work / "data.warc.gz"
    write_warc(
        warc,
        exchanges=log.exchanges,
        answers=guard.answers(),
        peers=guard.peers(),
        about={"software": "verweer", "format": "WARC File Format 1.1", "browser": seen.browser},
        left_out=left_out,
        made=seen.made,
        said=frame_lines(seen.sockets.frames, pictures_kept=job.mode is Mode.SEALED),
    )
    custody.append("archive-written", capture=job.number, digest=Digest.of_file(warc).hex)
    stamps, clocks = stamp_archive(job.outside.timestampers, Digest.of_file(warc), custody)
    if is_clock_off(clocks):
        outcome = replace(outcome, lacks=tuple(sorted({*outcome.lacks, Lack.CLOCK_OFF})))
    extras = {
        **page_files(seen, pictures_kept=job.mode is Mode.SEALED),
        **gate_files(seen),
        **stamp_files(stamps),
        "network.json": network_file(seen, guard, connections, outcome, clocks, job.outside.public_address),
        "certificates.pem": certificates_file(connections),
        "custody.log": custody.path.read_bytes(),
    }
    if job.mode is not Mode.SEALED:
        extras["withheld.json"] = withheld_list(log.exchanges, seen.made, left_out, media)
    package, digest = _packed(job, seen, warc, extras, began)
    stamping = stamp_package(package, job.outside.timestampers)
    return Capture(
        number=job.number,
        link=job.link,
        began=began,
        ended=job.clock(),
        outcome=outcome,
        final_url=seen.final_url or job.link.url,
        title=seen.title,
        status=seen.status,
        package=package,
        digest=digest,
        blurred=_blurred_screenshot(job, seen),
        stamping=stamping,
        exchanges=exchanges,
        connections=connections,
        answers=guard.answers(),
        media=media,
        markup=seen.markup,
        outlinks=seen.outlinks,
        browser=seen.browser,
    )


def _packed(job: _Job, seen: Visit, warc: Path, extras: dict[str, bytes], began: datetime) -> tuple[Path, Digest]:
    package = Package(
        title=seen.title,
        page_url=job.link.url,
        visited=began,
        text="",
        extras=extras,
        provenance={
            "case": job.case_id,
            "capture": job.number,
            "mode": job.mode.value,
            "browser": seen.browser,
            "sandbox": "on" if seen.sandboxed else "off",
            "flags": list(SHARED_FLAGS),
            "limits": {
                "seconds": job.outside.limits.seconds,
                "bytes": job.outside.limits.bytes_received,
                "requests": job.outside.limits.requests,
            },
            "method": "the browser's own network log through a guarding SOCKS5 proxy; TLS was not opened",
            "began": rfc3339(began),
        },
    )
    aside = job.work / "package.wacz"
    created = job.clock()
    write_wacz(aside, warc, package, sign=lambda text: _signed(text, job.outside, created), created=created)
    verify_package(aside)
    final = job.folder / "evidence" / f"{job.number}.wacz"
    final.parent.mkdir(parents=True, exist_ok=True)
    digest = Digest.of_file(aside)
    with aside.open("rb") as whole:
        os.fsync(whole.fileno())
    aside.replace(final)
    warc.unlink()
    return final, digest


def _signed(text: str, outside: Capturing, at: datetime) -> Mapping[str, str]:
    """Sign in the organisation's name; without a certificate that is valid, or without a timestamp, by the key alone."""
    if outside.identity is not None and outside.identity.is_valid_at(at):
        for timestamper in outside.timestampers:
            with contextlib.suppress(NoTimestamp):
                return sign_in_name(text, outside.identity, timestamper.stamp)
    return outside.signing_key.sign_anonymously(text)


def _blurred_screenshot(job: _Job, seen: Visit) -> Path | None:
    picture = blurred(seen.screenshot) if seen.screenshot else None
    if picture is None:
        return None
    final = job.folder / "screenshots" / f"{job.number}.jpg"
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_suffix(".part")
    aside.write_bytes(picture)
    aside.replace(final)
    return final
