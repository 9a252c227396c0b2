# SPDX-License-Identifier: Apache-2.0
"""What a package, or a case folder full of them, proves: from when, by whom, and what it does not prove.

Works offline, on files alone. Everything here can be done by hand with other people's
programs; docs/evidence.md tells how.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from verweer.kernel import Bilingual, Digest, rfc3339
from verweer.proof.beside import tokens_beside
from verweer.proof.bundles import CLOSED, is_bundle, is_encrypted, judge_bundle
from verweer.proof.custody import BrokenCustody, verify_events
from verweer.proof.listing import LIST, SUMS, judge_list
from verweer.proof.logs import judge_log
from verweer.proof.model import Judged
from verweer.proof.package import BadPackage, VerifiedPackage, verify_package
from verweer.proof.receipts import judge_receipts, receipt_of
from verweer.proof.records import check_records
from verweer.proof.signers import judge_signer
from verweer.proof.signing import BadSignature
from verweer.proof.tokens import BadTimestamp, Token, checked_token

_LARGEST_PART = 5_000_000
_LARGEST_RECORD = 50_000_000
_FEWEST_TOKENS = 2
_NOTED = re.compile(r"evidence/\d{1,9}\.wacz|handed-in/\d{1,9}/receipt\.json")


def judge(path: Path, *, roots: Path | None) -> tuple[Judged, ...]:
    """Return what each file proves; `roots` are the timestamp authorities trusted, the bundled list when None."""
    if not path.is_dir():
        return _judge_file(path, roots)
    judged = [judge_package(each, roots=roots) for each in sorted((path / "evidence").glob("*.wacz"))]
    judged += judge_receipts(path, roots=roots)
    log = path / "custody.jsonl"
    if log.exists():
        judged.append(judge_log(log, roots=roots))
    if (path / "case.json").exists():
        judged.append(_judge_record(path))
    judged += [judge_list(path, name) for name in (LIST, SUMS) if (path / name).exists()]
    judged += [Judged(file=f"evidence/{each.name}", unproven=(CLOSED,)) for each in sorted(path.glob("evidence/*.age"))]
    return tuple(judged) or (Judged(file=path.name, problems=(_NOTHING,)),)


def _judge_file(path: Path, roots: Path | None) -> tuple[Judged, ...]:
    if is_encrypted(path):
        return (Judged(file=path.name, problems=(CLOSED,)),)
    if is_bundle(path):
        return judge_bundle(path, lambda folder: judge(folder, roots=roots))
    return (judge_package(path, roots=roots),)


def judge_package(path: Path, *, roots: Path | None) -> Judged:
    """Return what one package proves, with the timestamps that lie beside it."""
    try:
        whole = verify_package(path)
        with zipfile.ZipFile(path) as archive:
            told = json.loads(_read(archive, "datapackage.json"))
            records = check_records(archive)
            _check_own_log(archive)
            inside = list(_tokens_inside(archive, told["resources"], roots))
        signer = judge_signer(whole, roots)
    except (BadPackage, BadSignature, BrokenCustody, BadTimestamp, OSError, ValueError, KeyError) as cause:
        return Judged(file=path.name, problems=(Bilingual(nl=str(cause), en=str(cause)),))
    beside, problems = tokens_beside(path, roots)
    mode = str(told.get("provenance", {}).get("mode", "sealed"))
    return Judged(
        file=path.name,
        proven=(*_whole(whole, records), *signer.proven, *map(_inside, inside), *map(_beside, beside)),
        unproven=(*signer.unproven, *_open_questions(mode, inside, beside)),
        problems=tuple(problems),
    )


def _tokens_inside(archive: zipfile.ZipFile, resources: list[dict[str, str]], roots: Path | None) -> Iterator[Token]:
    """Yield the checked timestamps over the WARC that travel in the package; its digest was proven before."""
    warc = next(each["hash"] for each in resources if each["path"].startswith("archive/"))
    digest = Digest(warc.removeprefix("sha256:"))
    for name in (str(each["path"]) for each in resources):
        authority = name.removeprefix("evidence/archive-").removesuffix(".tsr")
        if name == f"evidence/archive-{authority}.tsr":
            query = _read(archive, name.removesuffix(".tsr") + ".tsq")
            yield Token(authority, checked_token(_read(archive, name), query, digest, roots, name))


def _check_own_log(archive: zipfile.ZipFile) -> None:
    if "evidence/custody.log" in archive.namelist():
        verify_events(_read(archive, "evidence/custody.log"))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        message = f"{name} is larger than such a file can be."
        raise BadPackage(message)
    return content


def _judge_record(folder: Path) -> Judged:
    """Return whether the case's own list of packages names the files that lie there."""
    with (folder / "case.json").open("rb") as file:
        content = file.read(_LARGEST_RECORD)
    try:
        told = json.loads(content)
        links = [(str(link["package"]), _noted(link["digest"])) for link in told["links"] if link["package"]]
        receipts = [(receipt_of(each["number"]), _noted(each["receipt"])) for each in told.get("handed_in", [])]
    except (AttributeError, ValueError, KeyError, TypeError, RecursionError):
        return Judged(file="case.json", problems=(Bilingual(nl=_UNREADABLE.nl, en=_UNREADABLE.en),))
    named = [*links, *receipts]
    problems = [
        Bilingual(nl=f"{name} ontbreekt of is een ander bestand.", en=f"{name} is missing or is another file.")
        for name, digest in named
        if not _NOTED.fullmatch(name) or not (folder / name).is_file() or Digest.of_file(folder / name).hex != digest
    ]
    said = Bilingual(
        nl=f"De {len(named)} pakketten en ontvangstbewijzen zijn die waarvan de zaak de digest noteerde.",
        en=f"The {len(named)} packages and receipts are those of which the case noted the digest.",
    )
    return Judged(file="case.json", proven=() if problems else (said,), problems=tuple(problems))


def _noted(digest: dict[str, str] | None) -> str:
    return str(digest["hex"]) if digest else ""


def _whole(whole: VerifiedPackage, records: int) -> Iterator[Bilingual]:
    yield Bilingual(
        nl=f"Alle {len(whole.files)} bestanden in het pakket zijn ongewijzigd sinds het werd ondertekend.",
        en=f"All {len(whole.files)} files in the package are unchanged since it was signed.",
    )
    yield Bilingual(
        nl=f"De index wijst naar {records} antwoorden, en elk staat waar hij wijst.",
        en=f"The index points to {records} answers, and each stands where it points.",
    )


def _inside(token: Token) -> Bilingual:
    return Bilingual(
        nl=f"Het opgenomen verkeer bestond op {rfc3339(token.at)}, volgens {token.authority} (RFC 3161).",
        en=f"The recorded traffic existed on {rfc3339(token.at)}, says {token.authority} (RFC 3161).",
    )


def _beside(token: Token) -> Bilingual:
    return Bilingual(
        nl=f"Het hele pakket bestond op {rfc3339(token.at)}, volgens {token.authority} (RFC 3161).",
        en=f"The whole package existed on {rfc3339(token.at)}, says {token.authority} (RFC 3161).",
    )


def _open_questions(mode: str, inside: list[Token], beside: list[Token]) -> Iterator[Bilingual]:
    yield Bilingual(
        nl="Dat de site ieder ander hetzelfde toonde, en dat het getoonde echt is.",
        en="That the site showed anyone else the same, and that what was shown is real.",
    )
    if mode != "sealed":
        yield Bilingual(
            nl="Wat er op de beelden stond: die zijn met opzet niet bewaard, alleen hun digest en vingerafdruk.",
            en="What the images showed: they were not kept on purpose, only their digest and fingerprint.",
        )
    if min(len(inside), len(beside)) < _FEWEST_TOKENS:
        yield Bilingual(
            nl=f"De tijd door twee instanties: van het verkeer {len(inside)}, van het pakket {len(beside)}.",
            en=f"The time by two authorities: of the traffic {len(inside)}, of the package {len(beside)}.",
        )


_NOTHING = Bilingual(
    nl="Hier ligt niets dat nagekeken kan worden: geen evidence/*.wacz, geen custody.jsonl.",
    en="Nothing here can be checked: no evidence/*.wacz, no custody.jsonl.",
)
_UNREADABLE = Bilingual(nl="Niet te lezen als zaak.", en="Cannot be read as a case.")
