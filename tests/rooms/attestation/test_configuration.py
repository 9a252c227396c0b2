# SPDX-License-Identifier: Apache-2.0
"""A maker's configuration is read whole or refused with one sentence."""

from pathlib import Path

import pytest

from verweer.attestation import BadConfiguration, read_configuration

HEAD = 'maker = "Voorbeeldmaker BV"\nproduct = "Beeldenbakker"\n'


def read(folder: Path, text: str):  # noqa: ANN201 - the room's own type
    file = folder / "maker.toml"
    file.write_text(text)
    return read_configuration(file)


def test_files_are_named_from_where_the_configuration_stands(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        HEAD + '[guard]\nprotected = ["a.txt", "/b.txt"]\nregister = "r"\nkey = "k"\n'
        '[signing]\ncertificate = "c.pem"\nkey = "../k.pem"\n[timestamps]\nauthorities = ["http://127.0.0.1/"]\nroots = "r.pem"\n',
    )

    assert told.guard is not None
    assert told.guard.protected == (tmp_path / "a.txt", Path("/b.txt"))
    assert (told.guard.register_file, told.guard.key) == (tmp_path / "r", tmp_path / "k")
    assert told.signing is not None
    assert told.signing.key == tmp_path / "../k.pem"
    assert told.timestamps is not None
    assert told.timestamps.roots == tmp_path / "r.pem"


def test_an_empty_guard_is_the_default_one(tmp_path: Path) -> None:
    guard = read(tmp_path, HEAD + "[guard]\n").guard

    assert guard is not None
    assert (guard.suggestive.value, guard.longest, guard.turns, guard.protected) == ("review", 20_000, 8, ())


def test_the_configuration_on_the_page_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "guard.md").read_text()
    example = page.partition("```toml\n")[2].partition("```")[0]

    told = read(tmp_path, example)

    assert (told.maker, told.product) == ("Voorbeeldmaker BV", "Beeldenbakker")
    assert told.guard is not None
    assert told.signing is not None
    assert told.timestamps is not None


BROKEN = {
    "no TOML": ("[", "is not TOML"),
    "no maker": ('product = "x"\n[guard]\n', "maker"),
    "no gate at all": (HEAD, r"\[guard\] and \[gate\]"),
    "two gates": (HEAD + '[guard]\n[gate]\ncommand = ["x"]\n', r"\[guard\] and \[gate\]"),
    "an unknown field": (HEAD + "[guard]\nprotect = []\n", "guard.protect"),
    "a register without its key": (HEAD + '[guard]\nregister = "r"\n', "go together"),
    "a verdict that there is not": (HEAD + '[guard]\nsuggestive = "maybe"\n', "guard.suggestive"),
    "a limit below one": (HEAD + "[guard]\nlongest = 0\n", "guard.longest"),
    "a gate that is nothing": (HEAD + "[gate]\n", "a command or an address"),
    "a gate that is both": (HEAD + '[gate]\ncommand = ["x"]\naddress = "http://a/"\n', "a command or an address"),
    "an address of another kind": (HEAD + '[gate]\naddress = "file:///etc/passwd"\n', "http"),
    "an address without a host": (HEAD + '[gate]\naddress = "https:///x"\n', "http"),
    "a certificate without its key": (HEAD + '[guard]\n[signing]\ncertificate = "c"\n', "signing.key"),
    "no authorities": (HEAD + "[guard]\n[timestamps]\nauthorities = []\n", "timestamps.authorities"),
}


@pytest.mark.parametrize(("text", "told"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=told):
        read(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be read"):
        read_configuration(tmp_path / "none.toml")
