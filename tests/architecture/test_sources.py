# SPDX-License-Identifier: Apache-2.0
"""Rules about how the code is written that no linter knows."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "verweer"
LONGEST_MODULE = 300
LICENCE = "# SPDX-License-Identifier: Apache-2.0"
# Who may catch whatever comes: the shell of the program, the worker loop and the guard's service.
CATCHERS = ("cli/", "promises/keeping.py", "generators/application.py")
# What never stands in a log, as the name of the value that would be logged.
UNLOGGED = ("url", "link", "name", "email", "address", "path", "text", "title", "payload", "body", "markup", "facts")
LOGGERS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})


def python_files(*folders: str) -> list[Path]:
    """Return the Python files that are kept in git, or would be, migrations aside."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *(f"{folder}/**/*.py" for folder in folders)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.splitlines() if "/migrations/" not in name]
    return [file for file in files if file.exists()]


def told(files: list[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_every_file_states_its_licence_first() -> None:
    files = [*python_files("src", "tests", "tools", "benchmarks"), *SOURCE.glob("*.py")]
    silent = [file for file in files if file.stat().st_size and not file.read_text().startswith(LICENCE)]

    assert told(silent) == []


def test_every_module_says_what_it_is_in_its_first_sentence() -> None:
    silent = [file for file in python_files("src") if not (ast.get_docstring(ast.parse(file.read_text())) or "")]

    assert told(silent) == []


def test_nothing_is_left_to_do_in_a_docstring_or_comment() -> None:
    marks = ("TODO", "FIXME", "XXX:")
    left = [file for file in python_files("src") if any(mark in file.read_text() for mark in marks)]

    assert told(left) == []


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in python_files("src")
        if (count := len(file.read_text().splitlines())) > LONGEST_MODULE
    }

    assert long == {}


def test_folders_are_at_most_a_room_deep() -> None:
    deep = [file for file in python_files("src") if len(file.relative_to(SOURCE).parts) > 2]
    allowed = ("templatetags", "data")

    assert [file for file in told(deep) if not any(word in file for word in allowed)] == []


def test_every_room_stands_on_the_plan_of_imports() -> None:
    plan = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rooms = {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()}

    assert plan["exhaustive"]
    assert set(plan["layers"]) == rooms


def test_every_room_says_what_it_gives() -> None:
    rooms = [folder / "__init__.py" for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()]
    thin = [room for room in rooms if not ast.get_docstring(ast.parse(room.read_text()))]

    assert told(thin) == []


@pytest.mark.parametrize("family", ["Exception", "BaseException"])
def test_only_the_shell_catches_whatever_comes(family: str) -> None:
    found = [
        file
        for file in python_files("src")
        if not str(file.relative_to(SOURCE)).startswith(CATCHERS)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ExceptHandler) and family in _caught(node)
    ]

    assert told(found) == []


def _caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"Exception", "BaseException"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def logged_values(tree: ast.AST) -> Iterator[str]:
    """Yield what each call of a logger would write, and `f-string` where it is built beforehand."""
    for call in calls(tree):
        function = call.func
        if not (isinstance(function, ast.Attribute) and function.attr in LOGGERS and _is_logger(function.value)):
            continue
        for argument in call.args:
            if isinstance(argument, ast.JoinedStr):
                yield "f-string"
            elif not isinstance(argument, ast.Constant):
                yield ast.unparse(argument)


def _is_logger(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"_log", "log", "logger", "_logger", "logging"}


LOGGED = {
    "an id is fine": ("_log.warning('capture %s failed', capture.id)", []),
    "a kind of error is fine": ("_log.warning('%s', type(error).__name__)", []),
    "a link is not": ("_log.info('visiting %s', capture.link)", ["capture.link"]),
    "an address in the middle of a call is not": ("_log.info('%s', str(page.final_url))", ["str(page.final_url)"]),
    "a text built beforehand is not": ("_log.info(f'visiting {x}')", ["f-string"]),
    "an error's own words are not": ("_log.info('%s', error)", ["error"]),
}


@pytest.mark.parametrize(("code", "expected"), LOGGED.values(), ids=LOGGED)
def test_the_rule_about_logs_finds_what_it_should(code: str, expected: list[str]) -> None:
    assert forbidden_in_logs(ast.parse(code)) == expected


def test_no_log_names_people_or_places() -> None:
    found = {
        str(file.relative_to(ROOT)): values
        for file in python_files("src")
        if (values := forbidden_in_logs(ast.parse(file.read_text())))
    }

    assert found == {}


def forbidden_in_logs(tree: ast.AST) -> list[str]:
    """Return the values that must not be logged; the name of a class (`__name__`) says nothing about anyone."""
    found = []
    for value in logged_values(tree):
        words = value.replace("__name__", "").lower()
        if value in {"f-string", "error", "cause", "exception"} or any(word in words for word in UNLOGGED):
            found.append(value)
    return found


def test_no_test_replaces_a_real_part_by_a_mock() -> None:
    mocks = [
        file
        for file in python_files("tests")
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("unittest", "mock", "pytest_mock")))
        or (isinstance(node, ast.Import) and any(one.name.startswith(("unittest", "mock")) for one in node.names))
    ]

    assert told(mocks) == []


def test_no_test_is_skipped() -> None:
    skipped = [
        file
        for file in python_files("tests")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ]

    assert told(skipped) == []


def test_the_package_calls_no_shell() -> None:
    found = [
        file
        for file in python_files("src")
        for call in calls(ast.parse(file.read_text()))
        if any(word.arg == "shell" for word in call.keywords) or ast.unparse(call.func) in {"os.system", "os.popen"}
    ]

    assert told(found) == []
