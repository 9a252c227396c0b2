# SPDX-License-Identifier: Apache-2.0
"""Lists of people are read whole or refused without naming anybody, and swapped while prompts are judged."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.rooms.generators.pictured import enrol_face, withdraw_face
from verweer.generators.lists import Sources, UnusableList, made_lists, read_people
from verweer.generators.watching import InForce, Watch
from verweer.guard import Verdict, enrolled

KEY = bytes(32)
BEGAN = datetime(2026, 11, 29, 12, tzinfo=UTC)


def protected(folder: Path, content: bytes) -> Sources:
    (folder / "names").write_bytes(content)
    return Sources(protected=folder / "names")


def registered(folder: Path, key: bytes = KEY) -> Sources:
    enrolled(["Noura Elmansari"], KEY).save(folder / "register")
    (folder / "key").write_bytes(key)
    return Sources(register=folder / "register", key=folder / "key")


def verdict(force: InForce, text: str) -> Verdict:
    return force.lists.guard.check_prompt(text).verdict


class Story:
    """A watch over one list, the moments that pass, and what was told."""

    def __init__(self, folder: Path) -> None:
        self.file, self.now, self.told = folder / "names", BEGAN, list[InForce]()
        sources = protected(folder, b"Annelies de Vries\n")
        self.watch = Watch(read_people(sources), sources, clock=lambda: self.now, told=self.told.append)

    def write(self, content: bytes) -> None:
        """Put a new file in place of the old, as one should."""
        new = self.file.with_suffix(".new")
        new.write_bytes(content)
        new.replace(self.file)

    def look_often(self) -> None:
        for _ in range(4):
            self.now += timedelta(seconds=1)
            self.watch.look()


def test_names_stand_a_line_each_with_empty_lines_and_a_mark_of_order_ignored(tmp_path: Path) -> None:
    people = read_people(protected(tmp_path, "\ufeffAnnelies de Vries\r\n\n  Zoë Özdemir  \n".encode()))

    assert people.names == ["Annelies de Vries", "Zoë Özdemir"]


UNUSABLE = {
    "no name": (b"\n  \n", "holds no name"),
    "nothing": (b"", "holds no name"),
    "another encoding": (b"Annelies de Vries\nZo\xeb Smit\n", "Line 2 of the list of protected names is not UTF-8"),
    "a name without letters": (b"Annelies de Vries\nZoe Smit\n?!\nLumora\n", "Name 3 of the list"),
    "nothing else": (b"42\n", "Name 1 of the list"),
}


@pytest.mark.parametrize(("content", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_list_that_cannot_be_used_is_told_without_a_name(tmp_path: Path, content: bytes, told: str) -> None:
    sources = protected(tmp_path, content)

    with pytest.raises(UnusableList, match=told) as refused:
        made_lists(read_people(sources), sources)

    assert "Annelies" not in str(refused.value)
    assert refused.value.which == "protected"


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableList, match="cannot be read: No such file"):
        read_people(Sources(protected=tmp_path / "nowhere"))


def test_a_register_protects(tmp_path: Path) -> None:
    sources = registered(tmp_path)
    lists = made_lists(read_people(sources), sources)

    assert (lists.protected, lists.registered) == (None, 1)
    assert lists.guard.check_prompt("naked Nora Elmansari").verdict is Verdict.REFUSE


REGISTERS = {
    "under another key": (b"k" * 32, None, "not the one of the register"),
    "under half a key": (KEY[:16], None, "must hold 32 bytes"),
    "under no key": (b"", None, "must hold 32 bytes"),
    "under a key that is too long": (KEY * 9, None, "must hold 32 bytes"),
    "that is something else": (KEY, b"names\nof\npeople", "is damaged"),
    "that is cut": (KEY, "half", "is damaged"),
}


@pytest.mark.parametrize(("key", "content", "told"), REGISTERS.values(), ids=REGISTERS)
def test_a_register_that_cannot_be_used_is_told(
    tmp_path: Path, key: bytes, content: bytes | str | None, told: str
) -> None:
    sources = registered(tmp_path, key)
    file = tmp_path / "register"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(UnusableList, match=told) as refused:
        read_people(sources)
    assert refused.value.which == "register"


def test_a_register_of_nobody_is_told(tmp_path: Path) -> None:
    sources = registered(tmp_path)
    enrolled([], KEY).save(tmp_path / "register")

    with pytest.raises(UnusableList, match="holds nobody"):
        read_people(sources)


def test_faces_that_enrolled_come_with_the_lists_and_whoever_withdraws_is_gone(tmp_path: Path) -> None:
    enrol_face(tmp_path / "faces")
    sources = Sources(faces=tmp_path / "faces")
    watch = Watch(read_people(sources), sources, clock=lambda: BEGAN, told=lambda _: None)
    before = watch.in_force.lists.enrolled
    withdraw_face(tmp_path / "faces")

    watch.look()
    watch.look()

    assert (before, watch.in_force.lists.enrolled) == (1, 0)
    assert watch.in_force.trouble is None


FACES = {
    "no folder": (None, None, "one that `verweer guard enrol` made"),
    "a face without its consent": ("consents.json", b'{"format": 1, "people": {}}', "without a consent"),
    "consents that are none": ("consents.json", b"[" * 60_000, "is damaged"),
    "faces that are none": ("faces", b"VWFE", "is damaged"),
    "no faces": ("faces", None, "is damaged"),
}


@pytest.mark.parametrize(("name", "content", "told"), FACES.values(), ids=FACES)
def test_a_folder_of_faces_that_cannot_be_used_is_told(
    tmp_path: Path, name: str | None, content: bytes | None, told: str
) -> None:
    if name is not None:
        enrol_face(tmp_path / "faces")
        (tmp_path / "faces" / name).unlink()
        if content is not None:
            (tmp_path / "faces" / name).write_bytes(content)

    with pytest.raises(UnusableList, match=told) as refused:
        read_people(Sources(faces=tmp_path / "faces"))
    assert refused.value.which == "faces"


def test_a_new_list_comes_into_force(tmp_path: Path) -> None:
    story = Story(tmp_path)
    before = story.watch.in_force
    story.write(b"Lumora\n")

    story.look_often()

    assert verdict(story.watch.in_force, "naked Lumora") is Verdict.REFUSE
    assert verdict(before, "naked Lumora") is Verdict.ALLOW  # what is under way keeps its own guard
    assert len(story.told) == 1
    assert story.watch.in_force.read > BEGAN


def test_a_file_that_still_changes_is_not_read(tmp_path: Path) -> None:
    story = Story(tmp_path)

    for number in range(5):
        story.write(b"Lumora\n" * (number + 1))
        story.watch.look()

    assert story.told == []


def test_a_broken_list_is_told_once_and_the_one_before_stays(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.write(b"")

    story.look_often()

    (told,) = story.told
    assert told.trouble is not None
    assert "holds no name" in str(told.trouble)
    assert told.read == BEGAN
    assert verdict(told, "naked Annelies de Vries") is Verdict.REFUSE


def test_a_list_that_vanishes_takes_nobody_along_and_may_come_back(tmp_path: Path) -> None:
    story = Story(tmp_path)

    story.file.unlink()
    story.look_often()
    assert verdict(story.watch.in_force, "naked Annelies de Vries") is Verdict.REFUSE
    story.write(b"Lumora\n")
    story.look_often()

    assert [force.trouble is None for force in story.told] == [False, True]


def test_asking_reads_at_once_whether_it_changed_or_not(tmp_path: Path) -> None:
    story = Story(tmp_path)

    story.watch.look(asked=True)
    story.watch.look()

    assert len(story.told) == 1


def test_a_worker_that_starts_with_older_people_reads_what_is_there_soon(tmp_path: Path) -> None:
    story = Story(tmp_path)
    sources = Sources(protected=story.file)
    old = read_people(sources)
    story.write(b"Lumora\n")
    told: list[InForce] = []
    late = Watch(old, sources, clock=lambda: BEGAN, told=told.append)

    late.look()
    late.look()

    assert verdict(late.in_force, "naked Lumora") is Verdict.REFUSE
