# SPDX-License-Identifier: Apache-2.0
"""The commands that tell what is known: parties, plan, law, letter; and what they say to bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.testnet import LINKS, Testnet

ROOT = Path(__file__).parents[3]
KEYS = {"remedy", "party", "why", "missing", "deadlines", "effect", "stage", "rules", "lacks", "after", "grounds"}


def verweer(*words: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "verweer.cli", *words],
        env={**os.environ, **(settings or {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_parties_of_a_link_become_a_plan_with_reasons(testnet: Testnet, tmp_path: Path) -> None:
    found = verweer("parties", LINKS["video page"], "--json", settings=testnet.environment())
    (tmp_path / "parties.json").write_text(found.stdout)

    planned = verweer("plan", "examples/testnet.toml", "--parties", str(tmp_path / "parties.json"), "--json")

    plan = json.loads(planned.stdout)
    assert {"cdn:snelcdn", "registrar:naamwinkel b.v."} <= {each["key"] for each in json.loads(found.stdout)["parties"]}
    assert all(set(track) >= KEYS for track in plan["tracks"])
    assert {"infra.cdn", "infra.registrar", "nl.sv.aangifte"} <= {track["remedy"] for track in plan["tracks"]}
    assert all({"date", "kind", "computation"} <= set(each) for track in plan["tracks"] for each in track["deadlines"])
    assert {"remedy", "why_not"} <= set(plan["left_out"][0])
    assert plan["stops"] == []


GARBAGE = {
    "a top-level domain that nobody knows": ("https://site.onbekend/x", "No WHOIS server is known"),
    "a register that answers garbage": ("https://kapot-antwoord.test/", "A register's reply is not JSON"),
}


@pytest.mark.parametrize(("link", "told"), GARBAGE.values(), ids=GARBAGE)
def test_what_registers_do_not_tell_is_said_beside_what_was_found(
    link: str, told: str, testnet: Testnet, tmp_path: Path
) -> None:
    (tmp_path / "fout.toml").write_text(
        'id = "fout"\nname = "Fout"\nkind = "heks"\nsource = "x"\nconfidence = "mixed"\n'
    )

    run = verweer("parties", link, settings={**testnet.environment(), "VERWEER_DIRECTORY": str(tmp_path)})

    assert run.returncode == 0, run.stderr
    assert told in run.stdout
    assert "fout.toml is wrong at kind: 'heks' is none of the words" in run.stdout
    assert "these details were never verified" in run.stdout


def test_a_plan_says_whose_details_nobody_verified(testnet: Testnet, tmp_path: Path) -> None:
    found = verweer("parties", LINKS["image"], "--json", settings=testnet.environment())
    (tmp_path / "parties.json").write_text(found.stdout)

    told = verweer("plan", "examples/testnet.toml", "--parties", str(tmp_path / "parties.json")).stdout

    assert "Never verified, look on their own site first:" in told
    assert "Google Ireland Limited" in told.rpartition("Never verified")[2]


def test_a_plan_for_another_day_uses_the_law_of_that_day() -> None:
    before = json.loads(verweer("plan", "examples/testnet.toml", "--on", "2026-12-01", "--json").stdout)
    after = json.loads(verweer("plan", "examples/testnet.toml", "--on", "2026-12-02", "--json").stdout)

    def grounds(plan: dict[str, list[dict[str, object]]]) -> object:
        return next(track["grounds"] for track in plan["tracks"] if track["remedy"] == "eu.aia.85")

    assert "eu.aia.5-ncii" not in str(grounds(before))
    assert "eu.aia.5-ncii" in str(grounds(after))


def test_a_minor_s_plan_stops() -> None:
    plan = json.loads(verweer("plan", "examples/minor.toml", "--json").stdout)

    assert plan["stops"] == ["minor"]
    assert "hash.stopncii" not in {track["remedy"] for track in plan["tracks"]}


def test_a_plan_explains_what_it_left_out() -> None:
    told = verweer("plan", "examples/testnet.toml", "--explain").stdout

    assert "Left out:" in told
    assert "not legal advice" in told


SAYS = {
    ("law", "list"): "111 remedies",
    ("law", "list", "--jurisdiction", "BE"): "be.417",
    ("law", "show", "nl.lycos"): "ECLI:NL:HR:2005:AU4019",
    ("law", "check"): "Not yet reviewed by a lawyer",
    ("letter", "list"): "templates",
    ("letter", "preview", "eu.dsa.16"): "art. 16",
    ("letter", "preview", "us.tida", "--language", "en"): "TAKE IT DOWN",
    ("letter", "preview", "be.417", "--language", "en"): "Request and report",
    ("letter", "preview", "nl.sv.benadeelde"): "51g",
}


@pytest.mark.parametrize(("words", "said"), SAYS.items(), ids=[" ".join(words) for words in SAYS])
def test_a_command_tells(words: tuple[str, ...], said: str) -> None:
    run = verweer(*words)

    assert run.returncode == 0, run.stderr
    assert said in run.stdout


def test_every_remedy_with_a_letter_can_be_previewed_as_pdf(tmp_path: Path) -> None:
    run = verweer("letter", "preview", "nl.lycos", "--pdf", str(tmp_path / "letter.pdf"))

    assert run.returncode == 0
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")


BAD = {
    ("law", "show", "nl.niets"): (65, "There is no remedy"),
    ("letter", "preview", "nl.niets"): (65, "There is no remedy"),
    ("letter", "preview", "nl.sr.266"): (65, "has no letter of its own"),
    ("parties", "javascript:alert(1)"): (65, "Only links"),
    ("parties", "niets.wacz"): (65, "niets.wacz is not there"),
    ("plan", "niets.toml"): (65, "cannot be read"),
    ("plan", "examples/testnet.toml", "--parties", "examples/minor.toml"): (65, "does not hold parties"),
    ("plan", "examples/testnet.toml", "--on", "gisteren"): (64, "Invalid value"),
}


@pytest.mark.parametrize(("words", "told"), BAD.items(), ids=[" ".join(words) for words in BAD])
def test_a_mistake_gives_one_sentence(words: tuple[str, ...], told: tuple[int, str]) -> None:
    run = verweer(*words)

    assert (run.returncode, run.stdout) == (told[0], "")
    assert told[1] in run.stderr
    assert "Traceback" not in run.stderr


def test_the_directory_is_checked_with_your_own_files(tmp_path: Path) -> None:
    (tmp_path / "stuk.toml").write_text("[")

    told = verweer("directory", "check", settings={"VERWEER_DIRECTORY": str(tmp_path)})

    assert told.returncode == 65
    assert "stuk.toml" in told.stdout
    assert "Never verified" in told.stdout
    assert verweer("directory", "check", "--json").returncode == 0


def test_an_entry_shows_how_little_is_known_of_it() -> None:
    assert "never: look on their own site" in verweer("directory", "show", "imgur").stdout
    assert "DSA contact point: not known" in verweer("directory", "show", "imgur").stdout
    assert "There is no intermediary" in verweer("directory", "show", "niets").stderr
    assert "intermediaries" in verweer("directory", "list", "--kind", "dpa").stdout


def test_the_lists_of_registers_are_dated_and_can_be_refreshed(testnet: Testnet, tmp_path: Path) -> None:
    settings = {**testnet.environment(), "VERWEER_DATA": str(tmp_path)}

    told = json.loads(verweer("registers", "--refresh", "--json", settings=settings).stdout)

    assert [one["list"] for one in told] == ["dns", "ipv4", "ipv6", "asn"]
    assert all(one["published"] for one in told)
    testnet.outages.add("rdap.testnet.test")
    try:
        assert "published" in verweer("registers", "--refresh", settings=settings).stdout
    finally:
        testnet.outages.discard("rdap.testnet.test")
