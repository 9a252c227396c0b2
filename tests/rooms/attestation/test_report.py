# SPDX-License-Identifier: Apache-2.0
"""The report whole: what it tells, what it never tells, and that others can check it with openssl alone."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from jsonschema import Draft202012Validator, FormatChecker

from tests.testnet import Testnet
from tests.testnet.certificates import new_root, new_signer
from verweer.attestation import (
    Drawn,
    ExpiredCertificate,
    Report,
    Signer,
    UnusableFolder,
    attest,
    read_configuration,
    signer_of,
    write_report,
)
from verweer.evidence import Rfc3161Timestamper
from verweer.guard import enrolled
from verweer.kernel import Language

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
SCHEMA = json.loads(files("verweer.attestation").joinpath("report.schema.json").read_text())
# The maker's own people: invented, and written so that their words could not be in a report by chance.
OWN = ("Quirijn Zwaluwenberg", "Odilia van der Krekelbeek", "Thaddeus Vlinderman", "Zeeroverskoningin")
ENROLLED = ("Wolmoed Kastanjeboom", "Ysolde Duizendpoot")
ROOT = new_root("Root of makers")
MAKER = new_signer("Voorbeeldmaker BV", ROOT, ExtendedKeyUsageOID.CLIENT_AUTH)
KEY = bytes(range(32))


def configured(folder: Path, more: str = "") -> Path:
    (folder / "names.txt").write_text("\n".join(OWN) + "\n\n")
    enrolled(ENROLLED, KEY).save(folder / "people.register")
    (folder / "people.key").write_bytes(KEY)
    (folder / "chain.pem").write_bytes(MAKER.pem() + ROOT.pem())
    (folder / "key.pem").write_bytes(MAKER.key_pem())
    file = folder / "maker.toml"
    file.write_text(
        'maker = "Voorbeeldmaker BV"\nproduct = "Beeldenbakker"\nversion = "4.2"\n'
        '[guard]\nprotected = ["names.txt"]\nregister = "people.register"\nkey = "people.key"\nsuggestive = "refuse"\n'
        + more
    )
    return file


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    configuration = read_configuration(configured(tmp_path_factory.mktemp("maker")))
    return attest(configuration, Drawn.of(seed=7, each=3), now=NOW, tell=lambda *_: None)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer_of(None, None, tmp_path_factory.mktemp("keys"), now=NOW)


@pytest.fixture(scope="module")
def written(report: Report, installation: Signer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "rapport"
    write_report(report, folder, installation, language=Language.DUTCH)
    return folder


def told(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return value


def text_of(folder: Path) -> str:
    command = ["pdftotext", "-layout", str(folder / "report.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def checked(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def test_the_document_fits_its_schema(written: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert [*Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(told(written))] == []


def test_the_schema_refuses_what_it_does_not_know(written: Path) -> None:
    changed = {**told(written), "names": list(OWN)}

    assert not Draft202012Validator(SCHEMA).is_valid(changed)


def test_no_file_of_the_report_holds_a_name_of_the_makers_lists(written: Path) -> None:
    words = {word for name in (*OWN, *ENROLLED) for word in name.split() if len(word) > 3}
    everything = text_of(written).encode() + b"".join(file.read_bytes() for file in sorted(written.iterdir()))

    assert len(words) == 11
    assert [word for word in words if word.lower().encode() in everything.lower()] == []


def test_sizes_of_lists_are_told(written: Path) -> None:
    lists = told(written)["lists"]

    assert (lists["protected"], lists["registered"]) == (4, 2)
    assert lists["invented_protected"] - lists["invented_registered"] in {0, 1}
    assert told(written)["options"] == {"suggestive": "refuse", "longest": 20_000, "turns": 8}


def test_every_count_adds_up(written: Path) -> None:
    for part in told(written)["parts"]:
        recall, alarms = part["recall"], part["false_alarms"]
        for rows in (recall["by_disguise"], recall["by_language"], recall["by_person"]):
            for field in ("asked", "stopped", "refused", "reviewed"):
                assert sum(row[field] for row in rows) == recall["whole"][field]
        assert sum(row["asked"] for row in alarms["by_kind"]) == alarms["whole"]["asked"] == 12 * len(alarms["by_kind"])


def test_all_kinds_of_person_are_tried_and_the_makers_own_people_too(written: Path) -> None:
    kinds = {row["person"] for part in told(written)["parts"] for row in part["recall"]["by_person"]}
    own = told(written)["own_people"]

    assert kinds == {"listed", "registered", "unlisted", "pointed", "pictured"}
    # A name of one word has no surname to turn or shorten, and is left out.
    assert own["people"] == 3
    assert own["whole"]["asked"] == len(own["by_disguise"]) > 40
    assert own["whole"]["share"] > 0.5


def test_people_of_the_register_are_found(report: Report) -> None:
    for part in report.parts:
        assert part.recall.by_person["registered"].share > 0.5


def test_the_pdf_tells_the_figures_and_what_it_is_not(written: Path) -> None:
    text = " ".join(text_of(written).split())
    whole = told(written)["parts"][0]["recall"]["whole"]

    assert "Wat de promptbewaker tegenhoudt" in text
    assert f"{whole['stopped']} van {whole['asked']}" in text
    assert "Wat deze proef niet is" in text
    assert "Bekende gaten" in text
    assert "Geen tijdstempel" in text
    assert told(written)["versions"]["policy"] in text
    assert "verweer guard suite --seed 7 --each 3" in text


def test_the_pdf_is_archivable_and_accessible(written: Path) -> None:
    content = (written / "report.pdf").read_bytes()

    assert b"pdfaid:part>2" in content
    assert b"pdfuaid:part>1" in content


def test_in_english_no_dutch_is_left(report: Report, installation: Signer, tmp_path: Path) -> None:
    write_report(report, tmp_path / "out", installation, language=Language.ENGLISH)
    text = text_of(tmp_path / "out")

    assert "What the prompt guard stops" in text
    assert re.search(r"\b(vermomming|gestopt|bewaker|Handtekening|aanvallen|deel)\b", text) is None


def test_the_same_report_gives_the_same_bytes(
    report: Report, installation: Signer, written: Path, tmp_path: Path
) -> None:
    write_report(report, tmp_path / "out", installation, language=Language.DUTCH)

    for name in ("report.json", "report.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (written / name).read_bytes()


def test_the_commands_in_the_report_check_it(written: Path) -> None:
    commands = told(written)["signature"]["verify"]

    page = (Path(__file__).parents[3] / "docs" / "guard.md").read_text()
    assert len(commands) == 2
    for command in commands:
        assert f"\n{command}\n" in page
        assert command in " ".join(text_of(written).split())
        assert checked(written, command).stdout == "Verified OK\n"


@pytest.mark.parametrize("name", ["report.json", "report.pdf"])
def test_one_changed_figure_is_seen(name: str, written: Path, tmp_path: Path) -> None:
    for file in written.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)

    done = checked(tmp_path, f"openssl dgst -sha256 -verify signer.pem -signature {name}.sig {name}")

    assert done.returncode != 0


SIGNING = '[signing]\ncertificate = "chain.pem"\nkey = "key.pem"\n'


def test_an_organisation_signs_in_its_name_and_inside_the_pdf(report: Report, tmp_path: Path) -> None:
    configuration = read_configuration(configured(tmp_path, SIGNING))
    signer = signer_of(configuration.signing, None, tmp_path, now=datetime.now(UTC))

    write_report(report, tmp_path / "out", signer, language=Language.DUTCH)

    folder = tmp_path / "out"
    commands = told(folder)["signature"]["verify"]
    assert told(folder)["signature"]["by"] == "Voorbeeldmaker BV"
    assert told(folder)["signature"]["certified"] is True
    assert len(commands) == 3
    assert [checked(folder, command).returncode for command in commands] == [0, 0, 0]
    assert checked(folder, "pdfsig report.pdf").stdout.count("Signature is Valid") == 1
    assert "Ondertekend door Voorbeeldmaker BV" in text_of(folder)


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    table = read_configuration(configured(tmp_path, SIGNING)).signing

    with pytest.raises(ExpiredCertificate, match="Voorbeeldmaker BV"):
        signer_of(table, None, tmp_path, now=datetime.now(UTC) + timedelta(days=36_500))


def test_authorities_state_the_moment(
    report: Report, installation: Signer, authorities: list[Rfc3161Timestamper], testnet: Testnet, tmp_path: Path
) -> None:
    stamps = write_report(report, tmp_path / "out", installation, language=Language.ENGLISH, timestampers=authorities)

    assert len(stamps) == 2
    text = " ".join(text_of(tmp_path / "out").split())
    commands = re.findall(r"openssl ts -verify -data \S+ -in \S+ -CAfile ROOTS\.pem", text)
    roots = testnet.environment()["VERWEER_TSA_CA"]
    assert len(commands) == 2
    for command in commands:
        assert "Verification: OK" in checked(tmp_path / "out", command.replace("ROOTS.pem", roots)).stdout


def test_a_folder_with_something_in_it_is_left_alone(report: Report, installation: Signer, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UnusableFolder, match="not empty"):
        write_report(report, tmp_path, installation, language=Language.DUTCH)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_report_that_fails_halfway_is_not_there(report: Report, installation: Signer, tmp_path: Path) -> None:
    def falls(content: bytes) -> bytes:
        raise KeyboardInterrupt(content[:4])

    broken = Signer(name=installation.name, public=installation.public, sign=falls)
    with pytest.raises(KeyboardInterrupt):
        write_report(report, tmp_path / "out", broken, language=Language.DUTCH)

    assert [*tmp_path.iterdir()] == []


def test_every_dutch_name_is_of_something_that_is_tried(report: Report) -> None:
    names = tomllib.loads(files("verweer.attestation").joinpath("names.toml").read_text())["nl"]
    tried = {name for part in report.parts for _, name in part.recall.by_disguise}
    tried |= {kind for part in report.parts for kind in part.alarms_by_kind}

    assert names.keys() - tried == set()


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "VERWEER_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "verweer.cli", "guard", *words]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=120)


def test_the_commands_make_a_report_and_the_same_prompts(tmp_path: Path) -> None:
    configured(tmp_path)

    made = run(tmp_path, "attest", "--config", "maker.toml", "--out", "rapport", "--seed", "7", "--each", "2")
    drawn = run(tmp_path, "suite", "--seed", "7", "--each", "2", "--out", "vragen")

    assert (made.returncode, drawn.returncode) == (0, 0), made.stderr + drawn.stderr
    assert "rapport: report.json and report.pdf" in made.stdout
    for part in told(tmp_path / "rapport")["parts"]:
        file = tmp_path / "vragen" / f"{part['part']}.jsonl"
        assert checked(tmp_path, f"sha256sum {file}").stdout.split()[0] == part["digest"]
    listed = (tmp_path / "vragen" / "listed.txt").read_text().splitlines()
    assert len(listed) == sum(
        told(tmp_path / "rapport")["lists"][key] for key in ("invented_protected", "invented_registered")
    )


PASSER = 'import sys\nfor line in sys.stdin: print(\'{"verdict": "allow"}\', flush=True)'


def test_another_product_is_attested_by_its_program(tmp_path: Path) -> None:
    command = json.dumps([sys.executable, "-u", "-c", PASSER])
    (tmp_path / "maker.toml").write_text(f'maker = "M"\nproduct = "P"\n[gate]\ncommand = {command}\n')

    made = run(tmp_path, "attest", "--config", "maker.toml", "--out", "rapport", "--each", "1", "--language", "en")

    assert made.returncode == 0, made.stderr
    value = told(tmp_path / "rapport")
    assert [*Draft202012Validator(SCHEMA).iter_errors(value)] == []
    assert value["gate"] == "command"
    assert value["lists"] is value["options"] is value["own_people"] is None
    assert value["known_gaps"] == []
    assert value["latency"]["attacks"]["clock"] == "wall"
    assert [part["recall"]["whole"]["stopped"] for part in value["parts"]] == [0, 0]
    assert "all disguises" in text_of(tmp_path / "rapport")


def test_a_gate_that_falls_silent_leaves_no_report(tmp_path: Path) -> None:
    command = json.dumps([sys.executable, "-c", 'print(\'{"verdict": "allow"}\')'])
    (tmp_path / "maker.toml").write_text(f'maker = "M"\nproduct = "P"\n[gate]\ncommand = {command}\n')

    made = run(tmp_path, "attest", "--config", "maker.toml", "--out", "rapport", "--each", "1")

    assert made.returncode == 69
    assert len(made.stderr.splitlines()) == 1
    assert not (tmp_path / "rapport").exists()


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    ready = tmp_path / "asked"
    slow = f"import os, sys, time, pathlib\nfor line in sys.stdin: pathlib.Path({str(ready)!r}).write_text(str(os.getpid())); time.sleep(60)"
    command = json.dumps([sys.executable, "-c", slow])
    (tmp_path / "maker.toml").write_text(f'maker = "M"\nproduct = "P"\n[gate]\nseconds = 60\ncommand = {command}\n')
    words = [sys.executable, "-m", "verweer.cli", "guard", "attest", "--config", "maker.toml", "--out", "rapport"]
    environ = {**os.environ, "VERWEER_DATA": str(tmp_path / "data")}
    with subprocess.Popen(words, cwd=tmp_path, env=environ, stderr=subprocess.PIPE, text=True) as running:
        while not (ready.exists() and ready.read_text()) and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        error = running.communicate(timeout=30)[1]

    assert running.returncode == 130
    assert error.strip() == ""
    assert not Path("/proc", ready.read_text()).exists()
    assert {file.name for file in tmp_path.iterdir()} <= {"maker.toml", "asked", "data"}


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    configuration = read_configuration(configured(tmp_path))

    attest(configuration, Drawn.of(seed=1, each=1), now=NOW, tell=lambda done, whole: heard.append((done, whole)))

    assert [done for done, _ in heard] == list(range(1, heard[-1][1] + 1))
