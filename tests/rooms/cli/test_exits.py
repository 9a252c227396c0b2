# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
import sys
from pathlib import Path

import pytest

from verweer.cli.exits import exit_code
from verweer.kernel import EvidenceError, InputError, OutsideError, VerweerError
from verweer.site.data_folder import UnwritableData
from verweer.site.environment import BadSetting
from verweer.site.preparing import NoBrowser
from verweer.site.starting import PortInUse

CODES = {
    "what came in is wrong": (InputError("x"), 65),
    "another system did not answer": (OutsideError("x"), 69),
    "a person must look": (EvidenceError("x"), 70),
    "a setting is wrong": (BadSetting("x"), 78),
    "the data folder cannot be written": (UnwritableData("x"), 73),
    "the port is taken": (PortInUse("x"), 69),
    "there is no browser": (NoBrowser("x"), 69),
    "an error of no family": (VerweerError("x"), 70),
}


@pytest.mark.parametrize(("error", "code"), CODES.values(), ids=CODES)
def test_each_error_has_its_exit_code(error: VerweerError, code: int) -> None:
    assert exit_code(error) == code


WORDS = {
    "an unknown command": (["dokter"], {}, 64, "verweer: No such command 'dokter'."),
    "no command at all": ([], {}, 64, "Usage: verweer"),
    "an unknown option": (["doctor", "--fast"], {}, 64, "verweer: No such option"),
    "a wrong port": (["serve"], {"VERWEER_PORT": "http"}, 78, "verweer: VERWEER_PORT must be a port number"),
    "a file that is not there": (["serve"], {"VERWEER_CA_FILE": "/none.pem"}, 78, "verweer: VERWEER_CA_FILE names"),
    "a folder that cannot be made": (["serve"], {"VERWEER_DATA": "/proc/none"}, 73, "verweer: The data folder"),
    "a wrong database": (["worker"], {"VERWEER_DATABASE": "mysql://x/y"}, 78, "verweer: VERWEER_DATABASE must be"),
}


@pytest.mark.parametrize(("words", "settings", "code", "sentence"), WORDS.values(), ids=WORDS)
def test_a_mistake_gives_one_sentence_and_its_exit_code(
    words: list[str], settings: dict[str, str], code: int, sentence: str, tmp_path: Path
) -> None:
    run = verweer(words, {"VERWEER_DATA": str(tmp_path)} | settings)

    assert run.returncode == code
    assert run.stderr.startswith(sentence)
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_help_names_every_command_without_importing_any() -> None:
    program = (
        "import sys; from verweer.cli.root import verweer; verweer.main(['--help'], standalone_mode=False)\n"
        "heavy = {'django', 'playwright', 'pydantic', 'numpy', 'typst', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    for command in ("case", "doctor", "serve", "worker"):
        assert f"\n  {command} " in run.stdout


def verweer(words: list[str], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VERWEER_")} | settings
    return subprocess.run(
        [sys.executable, "-m", "verweer.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
