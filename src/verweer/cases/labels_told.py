# SPDX-License-Identifier: Apache-2.0
"""What the labels of a case's files say, in words: files with the same labels together, and what absence proves once."""

from collections.abc import Iterator
from dataclasses import dataclass

from verweer.cases.model import CaseRecord, ItemRecord, LabelsRecord, LabelStanding
from verweer.kernel import Bilingual, Digest

LABELS = Bilingual(
    nl="Wat de bestanden zelf over hun herkomst zeggen", en="What the files themselves say of their making"
)
_NOT_LOOKED = Bilingual(
    nl="Naar labels is niet gekeken: het bestand is niet bewaard, het onderdeel is hier niet geïnstalleerd, of het zou te lang duren.",
    en="Labels were not looked for: the file was not kept, the part is not installed here, or it would take too long.",
)
_TRUSTED = Bilingual(
    nl="Een heel C2PA-label, getekend door {signer}, die deze installatie vertrouwt.",
    en="A whole C2PA label, signed by {signer}, whom this installation trusts.",
)
_SAYS = Bilingual(nl="Het label zegt: gemaakt met {tool}{at}{kind}.", en="The label says: made with {tool}{at}{kind}.")
_TRAINED = "/trainedAlgorithmicMedia"
_BY_MODEL = Bilingual(nl=", door een model", en=", by a model")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledFiles:
    """Which pictures and videos, and what their labels say and are worth."""

    names: tuple[Bilingual, ...]
    sentences: tuple[Bilingual, ...]
    claims: tuple[str, ...] = ()

    @property
    def name(self) -> Bilingual:
        """Return all names on one line."""
        return Bilingual(nl=", ".join(each.nl for each in self.names), en=", ".join(each.en for each in self.names))


def absence_in(record: CaseRecord) -> Bilingual | None:
    """Return the sentence that a missing label proves nothing, where anything was looked into."""
    return next((each.sentences[-1] for each in record.labels if each.sentences), None)


def tell_labels(record: CaseRecord) -> tuple[LabelledFiles, ...]:
    """Return the labels of all items, and of what was handed in and is no item, in the order of the items."""
    told: dict[tuple[tuple[Bilingual, ...], tuple[str, ...]], list[Bilingual]] = {}
    for name, labels in _named(record):
        told.setdefault((_sentences(labels), labels.claims), []).append(name)
    return tuple(
        LabelledFiles(names=tuple(names), sentences=sentences, claims=claims)
        for (sentences, claims), names in told.items()
    )


def _named(record: CaseRecord) -> Iterator[tuple[Bilingual, LabelsRecord]]:
    known = {each.digest: each for each in record.labels}
    for item in record.items:
        yield from _of_item(item, known)
    shown = {digest for item in record.items for digest in item.digests}
    for each in record.handed_in:
        if each.digest in known and each.digest not in shown:
            name = Bilingual(nl=f"ingeleverd {each.number}", en=f"handed in {each.number}")
            yield name, known[each.digest]


def _of_item(item: ItemRecord, known: dict[Digest, LabelsRecord]) -> Iterator[tuple[Bilingual, LabelsRecord]]:
    """Yield each different telling of an item's files, with how many of them have it."""
    found: dict[LabelsRecord, int] = {}
    for digest in item.digests:
        labels = known.get(digest) or LabelsRecord(digest=digest, standing=LabelStanding.NOT_LOOKED)
        same = next((each for each in found if _says_the_same(each, labels)), labels)
        found[same] = found.get(same, 0) + 1
    for labels, count in found.items():
        of = len(item.digests)
        yield (
            (
                Bilingual(nl=item.name, en=item.name)
                if of == count
                else Bilingual(
                    nl=f"{item.name} ({count} van {of} bestanden)", en=f"{item.name} ({count} of {of} files)"
                )
            ),
            labels,
        )


def _says_the_same(one: LabelsRecord, other: LabelsRecord) -> bool:
    return (_sentences(one), one.claims) == (_sentences(other), other.claims)


def _sentences(labels: LabelsRecord) -> tuple[Bilingual, ...]:
    if labels.standing is LabelStanding.NOT_LOOKED:
        return (_NOT_LOOKED,)
    worth, *others, _ = labels.sentences
    if labels.standing is LabelStanding.TRUSTED:
        worth = Bilingual(nl=_TRUSTED.nl.format(signer=labels.signer), en=_TRUSTED.en.format(signer=labels.signer))
    is_whole = labels.standing in {LabelStanding.TRUSTED, LabelStanding.VALID}
    return (worth, *([_said(labels)] if is_whole and labels.tool else []), *others)


def _said(labels: LabelsRecord) -> Bilingual:
    by_model = any(each.endswith(_TRAINED) for each in labels.source_types)
    kind = _BY_MODEL if by_model else Bilingual(nl="", en="")
    at = f" ({labels.at})" if labels.at else ""
    return Bilingual(
        nl=_SAYS.nl.format(tool=labels.tool, at=at, kind=kind.nl),
        en=_SAYS.en.format(tool=labels.tool, at=at, kind=kind.en),
    )
