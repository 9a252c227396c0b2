# SPDX-License-Identifier: Apache-2.0
"""The main job on the command line, against the small internet: whole, killed three times, and with ugly links."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
import pyzipper  # type: ignore[import-untyped]

from tests.testnet import LINKS, Testnet
from tests.testnet.pictures import recoded
from verweer.proof import verify_custody, verify_package

ROOT = Path(__file__).parents[2]


def environment(testnet: Testnet, folder: Path) -> dict[str, str]:
    return {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}


def verweer(*words: str) -> list[str]:
    return [sys.executable, "-c", "from verweer.cli import main; main()", *words]


@pytest.fixture(scope="module")
def case(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    command = verweer("case", "new", "examples/testnet.toml", "--out", str(folder / "out"), "--json")
    told = subprocess.run(
        command, env=environment(testnet, folder), cwd=ROOT, capture_output=True, check=True, timeout=200
    )
    assert json.loads(told.stdout.splitlines()[-1])["finished"] == str(folder / "out")
    return folder / "out"


def test_a_case_holds_what_it_promises(case: Path) -> None:
    record = json.loads((case / "case.json").read_text())

    assert all(step["state"] == "done" for step in record["steps"])
    assert [link["stamping"] for link in record["links"]] == ["stamped-twice"] * 5
    assert any(len(item["digests"]) > 1 for item in record["items"])
    assert {item["kind"] for item in record["items"]} == {"picture", "video"}
    looked_into = {labels["digest"]["hex"]: labels["standing"] for labels in record["labels"]}
    assert {digest["hex"] for item in record["items"] for digest in item["digests"]} <= set(looked_into)
    assert set(looked_into.values()) <= {"absent", "unsupported"}
    for name in ("LEESMIJ.txt", "dossier.pdf", "dossier.zip", "parties.json", "plan.json"):
        assert (case / name).stat().st_size > 0
    assert verify_custody(case / "custody.jsonl") > 10
    assert not (case / "work").exists()


def test_every_package_is_valid_to_us_and_to_the_format_s_own_tool(case: Path) -> None:
    packages = sorted((case / "evidence").glob("*.wacz"))

    assert len(packages) == 5
    for package in packages:
        verify_package(package)
        judge = [str(Path(sys.executable).with_name("wacz")), "validate", "-f", str(package)]
        assert subprocess.run(judge, capture_output=True, check=False).returncode == 0


def test_openssl_accepts_the_timestamps(case: Path, testnet: Testnet) -> None:
    roots = testnet.environment()["VERWEER_TSA_CA"]
    tokens = sorted((case / "evidence").glob("1.wacz.*.tsr"))

    assert len(tokens) == 2
    for token in tokens:
        command = [
            "openssl",
            "ts",
            "-verify",
            "-data",
            str(case / "evidence/1.wacz"),
            "-in",
            str(token),
            "-CAfile",
            roots,
        ]
        assert b"OK" in subprocess.run(command, capture_output=True, check=True).stdout


def told(testnet: Testnet, *words: str, expected: int = 0) -> str:
    environ = {**os.environ, **testnet.environment()}
    done = subprocess.run(
        verweer(*words), env=environ, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


def judged(testnet: Testnet, folder: Path, expected: int = 0) -> str:
    roots = testnet.environment()["VERWEER_TSA_CA"]
    return told(testnet, "verify", str(folder), "--roots", roots, "--language", "en", expected=expected)


def test_the_end_of_the_custody_log_is_timestamped_so_lines_cannot_be_taken_out(
    testnet: Testnet, case: Path, tmp_path: Path
) -> None:
    shutil.copytree(case, tmp_path / "cut")
    log = tmp_path / "cut" / "custody.jsonl"
    whole = judged(testnet, tmp_path / "cut")
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-2]))

    assert whole.count("and all before it existed on") == 2
    assert "were taken out: line" in judged(testnet, tmp_path / "cut", expected=70)


def test_a_case_is_handed_over_whole_and_only_the_receiver_opens_it(
    testnet: Testnet, case: Path, tmp_path: Path
) -> None:
    shutil.copytree(case, tmp_path / "case")
    identity = pyrage.x25519.Identity.generate()
    package, again = tmp_path / "package.zip.age", tmp_path / "package.zip"

    told(testnet, "case", "hand-over", str(tmp_path / "case"), "--out", str(package), "--to", str(identity.to_public()))
    said = told(testnet, "case", "hand-over", str(tmp_path / "case"), "--out", str(again))

    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(package.read_bytes(), [identity]))) as opened:
        opened.extractall(tmp_path / "received")
    assert "BROKEN" not in judged(testnet, tmp_path / "received")
    phrase = re.search(r"Passphrase: (\S+)", said)
    assert phrase
    with pyzipper.AESZipFile(again) as held:
        assert held.read("dossier.pdf", pwd=phrase[1].encode()).startswith(b"%PDF")
    events = [json.loads(line)["event"] for line in (tmp_path / "case/custody.jsonl").read_text().splitlines()]
    assert events[-4:] == ["hand-over-begun", "handed-over"] * 2
    assert "BROKEN" not in judged(testnet, tmp_path / "case")


def test_an_erased_case_leaves_digests_and_dates_and_nothing_else(testnet: Testnet, case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(case, folder)

    told(testnet, "case", "erase", str(folder), "--yes")

    left = {path.name for path in folder.iterdir()}
    assert left == {"custody.jsonl", "custody-stamps"}
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not any(word in kept for word in (b"flitsvideo", b"vriendenkring", b"Noor", b"Wolkopslag"))
    assert verify_custody(folder / "custody.jsonl") > 10


HANDED_WRONGLY = {
    "no age key": (("--out", "{new}", "--to", "age1nonsense"), "begins with age1"),
    "a file that is there": (("--out", "{there}"), "exists already"),
    "a folder that is not there": (("--out", "{nowhere}"), "cannot be written"),
}


@pytest.mark.parametrize(("words", "sentence"), HANDED_WRONGLY.values(), ids=HANDED_WRONGLY)
def test_a_hand_over_that_cannot_be_is_one_sentence(
    testnet: Testnet, case: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "there").touch()
    shutil.copytree(case, tmp_path / "case")
    places = {"new": tmp_path / "new", "there": tmp_path / "there", "nowhere": tmp_path / "nowhere" / "package"}
    filled = [word.format(**places) for word in words]
    environ = {**os.environ, **testnet.environment()}

    done = subprocess.run(
        verweer("case", "hand-over", str(tmp_path / "case"), *filled),
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 65
    assert sentence in done.stderr
    assert not (tmp_path / "new").exists()


def test_the_dossier_tells_every_package_its_timestamps_and_what_happened(case: Path) -> None:
    command = ["pdftotext", str(case / "dossier.pdf"), "-"]

    told = " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    for link in json.loads((case / "case.json").read_text())["links"]:
        assert link["digest"]["hex"] in told
        assert f"Link {link['number']}: tijdstempel op het pakket, door " in told
        assert f"Link {link['number']}: bezocht tot " in told
    assert "leeftijdsvraag beantwoord" in told
    assert "Wat dit niet bewijst" in told
    assert "nog geen tijdstempel" not in told


def test_the_zip_proves_its_own_files(case: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(case / "dossier.zip") as archive:
        archive.extractall(tmp_path)

    check = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert not (tmp_path / "facts.json").exists()


def test_a_copy_that_someone_saved_joins_what_was_captured_and_all_of_it_verifies(
    case: Path, testnet: Testnet, tmp_path: Path
) -> None:
    shutil.copytree(case, tmp_path / "case")
    (tmp_path / "shot.png").write_bytes(recoded("vuurtoren"))
    told = ("--how", "screenshot", "--when", "2026-11-20", "--link", LINKS["image"])
    command = verweer("case", "hand-in", str(tmp_path / "case"), str(tmp_path / "shot.png"), *told)
    subprocess.run(command, env=environment(testnet, tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=100)

    items = json.loads((tmp_path / "case" / "case.json").read_text())["items"]
    joined = [item for item in items if item["handed_in"]]
    assert [(item["handed_in"], len(item["sightings"]) > 0) for item in joined] == [([1], True)]
    roots = testnet.environment()["VERWEER_TSA_CA"]
    command = verweer("verify", str(tmp_path / "case"), "--roots", roots, "--json")
    judged = subprocess.run(
        command, env=environment(testnet, tmp_path), cwd=ROOT, capture_output=True, check=False, timeout=100
    )
    report = json.loads(judged.stdout)
    assert [each["problems"] for each in report["files"] if not each["sound"]] == []
    assert "handed-in/1" in {each["file"] for each in report["files"]}


@pytest.mark.parametrize("step", ["capture", "parties", "letters"])
def test_a_case_killed_in_a_step_goes_on_and_does_nothing_twice(testnet: Testnet, tmp_path: Path, step: str) -> None:
    out = tmp_path / "out"
    command = verweer("case", "new", "examples/testnet.toml", "--out", str(out), "--json")
    with subprocess.Popen(
        command, env=environment(testnet, tmp_path), cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        for line in process.stdout or ():
            event = json.loads(line)
            if event.get("step") == step and (step != "capture" or event.get("done") == 2):
                os.killpg(process.pid, signal.SIGKILL)
                break
    done = {link["number"]: link["digest"] for link in json.loads((out / "case.json").read_text())["links"]}

    command = verweer("case", "resume", str(out), "--json")
    subprocess.run(command, env=environment(testnet, tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=200)

    record = json.loads((out / "case.json").read_text())
    assert record["finished"]
    assert all(link["outcome"] for link in record["links"])
    for link in record["links"]:
        assert done[link["number"]] in (None, link["digest"])
    verify_custody(out / "custody.jsonl")


def test_a_minor_stops_everything(testnet: Testnet, tmp_path: Path) -> None:
    testnet.requests.clear()
    command = verweer("case", "new", "examples/testnet.toml", "--out", str(tmp_path / "out"), "--adult", "unsure")

    subprocess.run(command, env=environment(testnet, tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=60)

    assert not testnet.requests.all()
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".lock",
        "LEESMIJ.txt",
        "case.json",
        "custody.jsonl",
        "facts.json",
        "files.sha256",
        "guidance.pdf",
        "guidance.txt",
    }


def test_each_ugly_link_has_its_clear_result(testnet: Testnet, tmp_path: Path) -> None:
    command = verweer("case", "new", "examples/ugly.toml", "--out", str(tmp_path / "out"), "--json")
    began = time.monotonic()

    subprocess.run(command, env=environment(testnet, tmp_path), cwd=ROOT, capture_output=True, check=True, timeout=400)

    record = json.loads((tmp_path / "out/case.json").read_text())
    assert len(record["links"]) == 15
    assert all(link["outcome"] for link in record["links"])
    troubles = [link["outcome"].get("trouble") for link in record["links"]]
    assert troubles.count("private-address") == 3
    assert troubles.count("not-a-link") == 3
    assert time.monotonic() - began < 300


def test_timestamps_that_were_not_given_are_asked_again_on_resume(testnet: Testnet, tmp_path: Path) -> None:
    facts = (ROOT / "examples/testnet.toml").read_text()
    first, last = facts.index("links = ["), facts.index("]", facts.index("links = ["))
    (tmp_path / "one.toml").write_text(f'{facts[:first]}links = ["{testnet.links["image"]}"{facts[last:]}')
    down = testnet.environment()["VERWEER_TSA_URLS"].split("/")[2].partition(":")[0]

    def run(*words: str) -> str:
        subprocess.run(
            verweer("case", *words),
            env=environment(testnet, tmp_path),
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=120,
        )
        record = json.loads((tmp_path / "out" / "case.json").read_text())
        return str(record["links"][0]["stamping"])

    testnet.outages.add(down)
    try:
        assert run("new", str(tmp_path / "one.toml"), "--out", str(tmp_path / "out")) == "stamped-once"
        assert run("resume", str(tmp_path / "out")) == "stamped-once"
    finally:
        testnet.outages.discard(down)

    assert run("resume", str(tmp_path / "out")) == "stamped-twice"
    assert "packages-stamped-again" in (tmp_path / "out" / "custody.jsonl").read_text()
    verify_custody(tmp_path / "out" / "custody.jsonl")
