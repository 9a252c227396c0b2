# SPDX-License-Identifier: Apache-2.0
"""The gate that is tried is the maker's own: its people are protected as before, the suite's beside them."""

from pathlib import Path

import pytest

from verweer.attestation import BadConfiguration, read_configuration
from verweer.attestation.subject import Kind, open_subject
from verweer.guard import Verdict, WrongKey, enrolled
from verweer.suite import About, Prompt

KEY = bytes(range(32))
INVENTED = ("Quirijn Oosthout", "Zwaantje Crommore", "Fokko Slagbos", "Ebeltje Ashwood")


def configured(folder: Path, key: bytes = KEY) -> Path:
    (folder / "names.txt").write_text("\ufeffOdilia Krekelbeek\n\n  Thaddeus Vlinderman  \n", "utf-8")
    enrolled(["Wolmoed Kastanjeboom"], KEY).save(folder / "people.register")
    (folder / "people.key").write_bytes(key)
    file = folder / "maker.toml"
    file.write_text(
        'maker = "M"\nproduct = "P"\n[guard]\nprotected = ["names.txt"]\nregister = "people.register"\nkey = "people.key"\n'
    )
    return file


def about(name: str) -> Prompt:
    # In small letters a name on no list is not seen: whoever is stopped by this stands on one.
    return Prompt(text=f"naked {name.lower()}", kind="", family="", language="en", about=About.LISTED, name=name)


PEOPLE = {
    "the maker's list": "Odilia Krekelbeek",
    "its last line": "Thaddeus Vlinderman",
    "the maker's register": "Wolmoed Kastanjeboom",
    "the suite's people beside the list": INVENTED[0],
    "the suite's people beside the register": INVENTED[1],
}


@pytest.mark.parametrize("name", PEOPLE.values(), ids=PEOPLE)
def test_everyone_is_protected(name: str, tmp_path: Path) -> None:
    with open_subject(read_configuration(configured(tmp_path)), INVENTED) as subject:
        assert subject.gate.judge(about(name)) is Verdict.REFUSE


def test_whoever_is_on_no_list_is_not(tmp_path: Path) -> None:
    with open_subject(read_configuration(configured(tmp_path)), INVENTED) as subject:
        assert subject.gate.judge(about("Wubbo Zonderling")) is Verdict.ALLOW


def test_half_of_the_suites_people_stand_in_the_register_and_sizes_are_told(tmp_path: Path) -> None:
    with open_subject(read_configuration(configured(tmp_path)), INVENTED) as subject:
        assert subject.kind is Kind.GUARD
        assert subject.registered == set(INVENTED[1::2])
        assert subject.lists is not None
        assert (subject.lists.protected, subject.lists.registered) == (2, 1)
        assert (subject.lists.invented_protected, subject.lists.invented_registered) == (2, 2)


def test_no_name_shows_when_a_subject_is_printed(tmp_path: Path) -> None:
    with open_subject(read_configuration(configured(tmp_path)), INVENTED) as subject:
        assert "Krekelbeek" not in repr(subject)


def test_the_key_of_another_register_is_refused(tmp_path: Path) -> None:
    configuration = read_configuration(configured(tmp_path, key=bytes(32)))

    with pytest.raises(WrongKey), open_subject(configuration, INVENTED):
        pass


@pytest.mark.parametrize("name", ["names.txt", "people.register", "people.key"])
def test_a_file_that_is_not_there_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    file = configured(tmp_path)
    (tmp_path / name).unlink()

    with pytest.raises(BadConfiguration, match=name), open_subject(read_configuration(file), INVENTED):
        pass
