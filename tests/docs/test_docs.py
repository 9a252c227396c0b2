# SPDX-License-Identifier: Apache-2.0
"""What an operator meets must be in the docs: commands, settings, addresses, exit codes, links that lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from verweer.cli import exits
from verweer.cli.root import verweer
from verweer.site.urls import urlpatterns

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")


def commands(group: click.Group, before: str = "verweer") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def test_every_command_is_in_operations() -> None:
    unknown = [name for name, _ in commands(verweer) if f"`{name}" not in OPERATIONS]

    assert unknown == []


def test_every_option_is_in_the_docs() -> None:
    everything = "".join(page.read_text() for page in PAGES)
    options = {
        (name, option)
        for name, command in commands(verweer)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }

    assert sorted(pair for pair in options if pair[1] not in everything) == []


def test_every_setting_is_in_the_table_and_every_row_is_a_setting() -> None:
    code = (ROOT / "src" / "verweer" / "site" / "environment.py").read_text()
    used = set(re.findall(r'"(VERWEER_[A-Z_]+)"', code))
    told = set(re.findall(r"^\| `(VERWEER_[A-Z_]+)` \|", OPERATIONS, re.MULTILINE))

    assert told == used


def test_every_address_of_the_site_is_in_the_table_and_nothing_else() -> None:
    used = {f"/{pattern.pattern}" for pattern in urlpatterns}
    told = set(re.findall(r"^\| `(/[^`]*)` \|", OPERATIONS, re.MULTILINE))

    assert told == used


def test_every_exit_code_is_in_the_table_and_nothing_else() -> None:
    used = {0} | {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", OPERATIONS, re.MULTILINE)}

    assert told == used


def test_every_word_of_run_is_in_operations() -> None:
    words = re.findall(r"^  ([a-z]+)\)", (ROOT / "run").read_text(), re.MULTILINE)

    assert len(words) >= 6
    assert [word for word in words if f"`./run {word}" not in OPERATIONS] == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    dead = [target for target, anchor in links(page) if not leads(page, target, anchor)]

    assert dead == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(file.name[:4]) for file in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def links(page: Path) -> list[tuple[str, str]]:
    return _LINK.findall(page.read_text())


def leads(page: Path, target: str, anchor: str) -> bool:
    """Return whether a link leads to a file, and to a heading in it when it names one."""
    file = (page.parent / target) if target else page
    if not file.exists():
        return False
    return not anchor or file.suffix != ".md" or anchor in anchors(file.read_text())


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
