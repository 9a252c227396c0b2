# SPDX-License-Identifier: Apache-2.0
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.testnet import Testnet
from verweer.site import checks_data, checks_here
from verweer.site.checks_outside import check_outside, compare_clocks
from verweer.site.checkup import Finding, State, can_work, missing, poor, well
from verweer.site.environment import Environment, read_environment
from verweer.site.migrating import migrate

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OK, WARN, MISSING = State.OK, State.WARN, State.MISSING


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return read_environment({"VERWEER_DATA": str(tmp_path)})


def states(findings: tuple[Finding, ...]) -> dict[str, State]:
    return {finding.part.partition(" (")[0]: finding.state for finding in findings}


VERDICTS = {
    "all well": ((well("a", "here"),), True),
    "something is less good": ((well("a", "here"), poor("b", "gone", "Mend it.")), True),
    "something needed is missing": ((well("a", "here"), missing("b", "gone", "Mend it.")), False),
}


@pytest.mark.parametrize(("findings", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_only_a_missing_part_stops_the_work(findings: tuple[Finding, ...], *, expected: bool) -> None:
    assert can_work(findings) is expected


def test_a_trouble_always_comes_with_its_mend() -> None:
    with pytest.raises(ValueError, match="a mend belongs to a trouble"):
        poor("a", "gone", "")
    with pytest.raises(ValueError, match="a mend belongs to a trouble"):
        Finding(part="a", state=OK, seen="here", mend="Mend it.")


def test_the_browser_is_named_with_its_version(environment: Environment) -> None:
    found = checks_here.check_browser(environment)

    assert found.state is OK
    assert "Chromium" in found.seen


def test_a_browser_that_does_not_start_is_missing(environment: Environment, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)

    found = checks_here.check_browser(replace(environment, chromium=broken))

    assert found.state is MISSING
    assert "VERWEER_CHROMIUM" in found.mend


def test_a_data_folder_that_cannot_be_written_is_missing(environment: Environment) -> None:
    found = checks_here.check_data_folder(replace(environment, data=Path("/proc/none")))

    assert found.state is MISSING
    assert checks_here.check_data_folder(environment).state is OK


def test_a_database_is_not_made_by_looking_at_it(environment: Environment) -> None:
    assert checks_here.check_database(environment).state is WARN
    assert not (environment.data / "verweer.sqlite3").exists()


def test_a_migrated_database_is_well_and_a_damaged_one_is_missing(environment: Environment) -> None:
    file = environment.data / "verweer.sqlite3"
    program = "from pathlib import Path; import sys; from verweer.site.migrating import migrate\n"
    program += "migrate(sqlite_file=Path(sys.argv[1]))"
    settings = os.environ | {"VERWEER_DATA": str(environment.data), "VERWEER_DATABASE": ""}
    subprocess.run([sys.executable, "-c", program, str(file)], check=True, env=settings)

    assert checks_here.check_database(environment).state is OK
    migrate(sqlite_file=file)

    content = bytearray(file.read_bytes())
    content[4096:8192] = os.urandom(4096)
    file.write_bytes(content)
    assert checks_here.check_database(environment).state is not OK


def test_a_clock_before_this_version_cannot_be_right() -> None:
    assert checks_here.check_clock(datetime(2020, 1, 1, tzinfo=UTC)).state is MISSING
    assert checks_here.check_clock(NOW).state is OK


CLOCKS = {
    "the same": (timedelta(0), OK),
    "a little ahead": (timedelta(seconds=90), OK),
    "an hour behind": (timedelta(hours=-1), WARN),
}


@pytest.mark.parametrize(("apart", "state"), CLOCKS.values(), ids=CLOCKS)
def test_a_clock_is_compared_with_an_authoritys(apart: timedelta, state: State) -> None:
    assert compare_clocks("timestamps", NOW + apart, NOW).state is state


def test_mail_may_be_left_unset(environment: Environment) -> None:
    assert checks_here.check_mail(environment).state is OK


def test_the_law_is_counted_and_dated() -> None:
    found = checks_data.check_law()

    assert found.state is OK
    assert re.fullmatch(r"\d+ remedies, the newest rule of \d{4}-\d\d-\d\d", found.seen)


def test_the_organisations_own_entries_are_counted(environment: Environment, testnet: Testnet) -> None:
    own = Path(testnet.environment()["VERWEER_DIRECTORY"])
    count = len(list(own.glob("*.toml")))

    found = checks_data.check_directory(replace(environment, directory=own))

    assert found.state is OK
    assert f"and {count} of your own" in found.seen


def test_a_wrong_entry_is_named(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("id = 1")

    found = checks_data.check_directory(replace(environment, directory=tmp_path))

    assert (found.state, found.seen) == (MISSING, "wrong.toml is not an entry")


def test_a_table_of_networks_is_dated(environment: Environment, testnet: Testnet, tmp_path: Path) -> None:
    table = Path(testnet.environment()["VERWEER_NETWORK_TABLE"])
    (tmp_path / "broken.mmdb").write_bytes(b"no table")

    def state(file: Path | None, now: datetime) -> State:
        return checks_data.check_network_table(replace(environment, network_table=file), now).state

    assert state(table, datetime.now(UTC)) is OK
    assert state(table, datetime.now(UTC) + timedelta(days=800)) is WARN
    assert state(None, NOW) is WARN
    assert state(tmp_path / "broken.mmdb", NOW) is MISSING


def test_a_whole_outside_is_well(testnet: Testnet, tmp_path: Path) -> None:
    environment = read_environment({"VERWEER_DATA": str(tmp_path), **testnet.environment()})

    found = check_outside(environment)

    assert states(found) == {"DNS": OK, "registers": OK, "timestamps": OK}
    assert len([one for one in found if one.part.startswith("timestamps")]) == len(environment.timestamp_authorities)


# httpcore leaves the socket to the garbage collector when a SOCKS proxy says no.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_an_outside_that_does_not_answer_is_less_good_and_stops_nothing(testnet: Testnet, tmp_path: Path) -> None:
    settings = testnet.environment() | {
        "VERWEER_RDAP_BOOTSTRAP": "https://none.test/",
        "VERWEER_TSA_URLS": "http://127.0.0.1:1/tsr",
    }

    found = check_outside(read_environment({"VERWEER_DATA": str(tmp_path), **settings}))

    assert states(found) == {"DNS": WARN, "registers": WARN, "timestamps": WARN}
    assert can_work(found)


def test_the_doctor_tells_machines_the_same_as_people(testnet: Testnet, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VERWEER_")}
    settings = clean | testnet.environment() | {"VERWEER_DATA": str(tmp_path)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "verweer.cli", "doctor", *words]
        return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)

    people, machines = run(), run("--json")
    told = json.loads(machines.stdout)

    assert (people.returncode, machines.returncode) == (0, 0)
    assert told["can_work"] is True
    assert all(set(part) == {"part", "state", "seen", "mend"} for part in told["parts"])
    assert all(f"{part['state']:<8} {part['part']}: " in people.stdout for part in told["parts"])
