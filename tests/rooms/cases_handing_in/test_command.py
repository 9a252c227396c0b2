# SPDX-License-Identifier: Apache-2.0
"""`verweer case hand-in` and what `verweer verify` says of it afterwards."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rooms.cases_handing_in.conftest import MakeCase
from tests.rooms.intake.samples import MAIL, PDF, drawing
from verweer.cli import main
from verweer.evidence import Mode
from verweer.remedies import YesNoUnsure

HOW = ("--how", "screenshot", "--when", "2026-11-20")


@dataclass(frozen=True)
class Said:
    stdout: str
    stderr: str


Verweer = Callable[..., Said]


@pytest.fixture
def verweer(
    settings_of_operator: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Verweer:
    """Give the command line in this process, with the operator's settings."""
    for name, value in settings_of_operator.items():
        monkeypatch.setenv(name, value)

    def called(*words: str, expected: int = 0) -> Said:
        monkeypatch.setattr(sys, "argv", ["verweer", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = Said(*capsys.readouterr())
        assert left.value.code == expected, said
        return said

    return called


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    contents = {"shot.png": drawing("PNG"), "page.pdf": PDF, "mail.eml": MAIL, "page.html": b"<h1>page</h1>"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in contents}


def test_files_are_handed_in_and_verify_tells_what_that_proves(
    make_case: MakeCase,
    verweer: Verweer,
    files: dict[str, str],
) -> None:
    case = make_case()
    roots = os.environ["VERWEER_TSA_CA"]

    words = ("case", "hand-in", str(case.path), files["shot.png"], files["mail.eml"], *HOW, "--by", "police", "--json")
    told = [json.loads(line) for line in verweer(*words).stdout.splitlines()]

    assert [(row["number"], row["kind"], row["stamping"]) for row in told] == [
        (1, "png", "stamped-twice"),
        (2, "mail", "stamped-twice"),
    ]
    report = json.loads(
        verweer("verify", str(case.path), "--roots", roots, "--language", "en", "--json", expected=0).stdout
    )
    first = next(each for each in report["files"] if each["file"] == "handed-in/1")
    assert sum("existed on" in one for one in first["proven"]) == 2
    assert any("What the site showed" in one for one in first["unproven"])

    kept = case.path / "handed-in/1/original.png"
    kept.chmod(0o600)
    kept.write_bytes(drawing("PNG")[:-1] + b"x")
    broken = verweer("verify", str(case.path), "--roots", roots, expected=70)
    assert "handed-in/1/original.png is not the file of the receipt" in broken.stdout


def test_one_refused_file_is_told_and_the_others_stay(
    make_case: MakeCase,
    verweer: Verweer,
    files: dict[str, str],
) -> None:
    case = make_case()

    told = verweer("case", "hand-in", str(case.path), *files.values(), *HOW, expected=65).stdout.splitlines()

    assert [("ingeleverd als nummer" in line, "niet aangenomen" in line) for line in told] == [
        (True, False),
        (True, False),
        (True, False),
        (False, True),
    ]
    again = verweer("case", "hand-in", str(case.path), files["page.pdf"], *HOW)
    assert "was al ingeleverd als nummer 2" in again.stdout


def test_before_nothing_is_kept_of_an_image_that_is_said(
    make_case: MakeCase,
    verweer: Verweer,
    files: dict[str, str],
) -> None:
    case = make_case(mode=Mode.DIGEST_ONLY)

    told = verweer("case", "hand-in", str(case.path), files["shot.png"], *HOW)

    assert "houd het origineel zelf goed" in told.stderr
    assert "niet bewaard" in told.stdout


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a folder without a case": (("{empty}", "{pdf}", *HOW), 65, "holds no case"),
    "a time to come": (("{case}", "{pdf}", "--how", "printed", "--when", "2999-01-01"), 65, "Say when"),
    "a link that is none": (("{case}", "{pdf}", *HOW, "--link", "mailto:a@b.example"), 65, "http"),
    "another way, untold": (("{case}", "{pdf}", "--how", "other", "--when", "unknown"), 65, "in the note"),
    "an unknown way": (("{case}", "{pdf}", "--how", "magic", "--when", "unknown"), 64, "magic"),
    "no time": (("{case}", "{pdf}", "--how", "printed"), 64, "--when"),
    "no file": (("{case}", *HOW), 64, "FILES"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_sentence(
    make_case: MakeCase,
    verweer: Verweer,
    files: dict[str, str],
    words: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    case = make_case()
    filled = [word.format(case=case.path, pdf=files["page.pdf"], empty=case.path.parent) for word in words]

    told = verweer("case", "hand-in", *filled, expected=code)

    assert sentence in told.stderr
    assert not (case.path / "handed-in").exists()


def test_for_someone_who_may_be_a_minor_the_way_to_the_hotline_is_told(
    make_case: MakeCase,
    verweer: Verweer,
    files: dict[str, str],
) -> None:
    case = make_case(adult=YesNoUnsure.UNSURE)

    told = verweer("case", "hand-in", str(case.path), files["shot.png"], *HOW, expected=65)

    assert "meldpunt-kinderporno.nl" in told.stderr
    assert not (case.path / "handed-in").exists()
