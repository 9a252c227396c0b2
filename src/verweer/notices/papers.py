# SPDX-License-Identifier: Apache-2.0
"""The texts that go with a case folder: what is in it, what to do first, the minor's route, the ZIP."""

import hashlib
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from verweer.kernel import Bilingual, Language
from verweer.notices.typesetting import typeset
from verweer.remedies import Guidance

_PIECE = 1 << 20
_README = {
    Language.DUTCH: """\
VERWEER: WAT IS DIT?

Deze map hoort bij zaak {case}. Er is niets verstuurd. Jij beslist wat er de
deur uit gaat, en je kunt altijd nog van gedachten veranderen.

EERST
{first}

DAARNA
1. Lees dossier.pdf. Daar staat alles op een rij, met de termijnen vooraan.
2. In de map letters staat per spoor een brief: .pdf om te lezen of te
   printen, .eml om in je mailprogramma te openen en zelf te versturen, .txt
   om te kopiëren. Een invulblad voor een formulier heeft geen .eml.
3. Hulp nodig? Helpwanted is gratis en anoniem: helpwanted.nl, 020-261 52 75
   (kijk of het nummer nog klopt). Bij gevaar: 112.

WAT ER IN DE MAP STAAT
dossier.pdf      alles in één document, beelden onherkenbaar
dossier.zip      deze map als één bestand, om te geven aan een advocaat of
                 de politie; let op: hierin zit het vastgelegde materiaal
letters/         {letters} brieven en invulbladen
evidence/        de vastgelegde pagina's (WACZ), tijdstempels, antwoorden van
                 registers. {kept}
screenshots/     onherkenbaar gemaakte schermafbeeldingen
{handed_in}case.json        hoe de zaak ervoor staat
parties.json     wie er achter elke link zit, en hoe we dat weten
plan.json        de sporen, en wat niet is gekozen en waarom
press.txt        een samenvatting voor de pers, zonder namen of links; lees eerst
                 wat er onderaan staat
custody.jsonl    het logboek van het bewijs; iedere regel borgt de vorige.
                 In custody-stamps/ de tijdstempels erover

Stuur nooit beelden mee in een mail. Bewaar deze map op een veilige plek.

Dit is geen juridisch advies.
""",
    Language.ENGLISH: """\
VERWEER: WHAT IS THIS?

This folder belongs to case {case}. Nothing was sent. You decide what goes
out, and you can always change your mind.

FIRST
{first}

THEN
1. Read dossier.pdf. It has everything in order, time limits first.
2. The folder letters has a letter for each track: .pdf to read or print,
   .eml to open in your mail program and send yourself, .txt to copy. A sheet
   for a web form has no .eml.
3. Need help? Helpwanted (Netherlands) is free and anonymous: helpwanted.nl,
   +31 20 261 52 75 (check the number). In danger: 112.

WHAT IS IN THE FOLDER
dossier.pdf      everything in one document, pictures blurred
dossier.zip      this folder as one file, for a lawyer or the police; mind:
                 it holds the captured material
letters/         {letters} letters and form sheets
evidence/        the captured pages (WACZ), timestamps, replies of registers.
                 {kept}
screenshots/     screenshots blurred beyond recognition
{handed_in}case.json        where the case stands
parties.json     who is behind each link, and how we know
plan.json        the tracks, and what was left out and why
press.txt        a summary for the press without names or links; read its end
                 first
custody.jsonl    the log of the evidence; each line seals the one before.
                 The timestamps over it are in custody-stamps/

Never send imagery by mail. Keep this folder in a safe place.

This is not legal advice.
""",
}
_HANDED_IN = Bilingual(
    nl="""\
handed-in/       wat mensen zelf bewaarden en inleverden, niet door ons
                 vastgelegd; elk met een ontvangstbewijs (receipt.json) en
                 tijdstempels. In zo'n bestand kunnen plaats en toestel staan
""",
    en="""\
handed-in/       what people saved themselves and handed in, not captured by
                 us; each with a receipt (receipt.json) and timestamps. Such
                 a file may hold a place and a device
""",
)
_TITLE = Bilingual(nl="Als de persoon jonger is dan 18", en="When the person is under 18")
_CAUTION = Bilingual(nl="Dit is geen juridisch advies.", en="This is not legal advice.")


def readme_text(
    *,
    language: Language,
    case_id: str,
    warnings: Sequence[Bilingual],
    letters: int,
    kept: Bilingual,
    handed_in: int = 0,
) -> str:
    """Return the text that says what is in the folder and what to do first."""
    first = "\n".join(
        textwrap.fill(warning.in_(language), 76, initial_indent="- ", subsequent_indent="  ") for warning in warnings
    )
    indented = textwrap.fill(kept.in_(language), 76, subsequent_indent=" " * 17, initial_indent=" " * 17).lstrip()
    return _README[language].format(
        case=case_id,
        first=first or "-",
        letters=letters,
        kept=indented,
        handed_in=_HANDED_IN.in_(language) if handed_in else "",
    )


def guidance_text(guidance: Sequence[Guidance], language: Language) -> str:
    """Return the minor's route as plain text."""
    blocks = [_TITLE.in_(language).upper()]
    for each in guidance:
        where = f"\n{each.where}" if each.where else ""
        blocks.append(f"{each.heading.in_(language)}\n{textwrap.fill(each.text.in_(language), 76)}{where}")
    blocks.append(_CAUTION.in_(language))
    return "\n\n".join(blocks) + "\n"


def guidance_pdf(guidance: Sequence[Guidance], language: Language) -> bytes:
    """Return the minor's route as PDF."""
    return typeset(
        "guidance.typ",
        {
            "language": language.value,
            "title": _TITLE.in_(language),
            "caution": _CAUTION.in_(language),
            "steps": [
                {"heading": each.heading.in_(language), "text": each.text.in_(language), "where": each.where}
                for each in guidance
            ],
        },
    )


def write_dossier_zip(target: Path, files: Mapping[str, Path]) -> None:
    """Write the files into one ZIP with their SHA256SUMS; the same files give the same ZIP."""
    aside = target.with_name(f".{target.name}.part")
    sums = []
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(files.items()):
            sums.append(f"{_added(archive, name, file)}  {name}\n")
        archive.writestr(_entry("SHA256SUMS", zipfile.ZIP_DEFLATED), "".join(sums))
    aside.replace(target)


def _added(archive: zipfile.ZipFile, name: str, file: Path) -> str:
    running = hashlib.sha256()
    entry = _entry(name, zipfile.ZIP_STORED if name.endswith(".wacz") else zipfile.ZIP_DEFLATED)
    with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
        while piece := source.read(_PIECE):
            running.update(piece)
            sink.write(piece)
    return running.hexdigest()


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry
