# SPDX-License-Identifier: Apache-2.0
"""The page for makers: its examples run as they stand, and nothing of the service is missing from it."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError

import click
import pytest

from tests.rooms.generators.pictured import FACE, SEA, png
from tests.rooms.generators.served import Served
from tests.rooms.generators.test_diffusers import NAKED, PlainPipeline
from verweer.cli.exits import INPUT, OUTSIDE
from verweer.cli.guard_serve import serve
from verweer.generators import PromptRefused
from verweer.generators.openapi import openapi

PAGE = (Path(__file__).parents[3] / "docs" / "guard.md").read_text()
OVER_HTTP, PICTURES_OVER_HTTP, IN_DIFFUSERS = (
    re.findall(r"```python\n(.*?)```", PAGE.partition(f"## {heading}\n")[2], re.DOTALL)[0]
    for heading in ("Over HTTP", "Pictures over HTTP", "In diffusers")
)


def run(example: str, **names: object) -> dict[str, object]:
    exec(compile(example, "docs/guard.md", "exec"), names)  # noqa: S102 - our own page, run as a maker would
    return names


def test_the_example_over_http_runs_and_guards(service: Served) -> None:
    is_allowed = run(OVER_HTTP.replace(":8090", f":{service.port}"))["is_allowed"]
    assert callable(is_allowed)

    assert is_allowed("a lighthouse in a storm")
    assert not is_allowed("Annelies de Vries n4k3d")
    assert not is_allowed("now naked", ["Annelies de Vries"])
    with pytest.raises(HTTPError):
        is_allowed(5)


def test_the_example_with_pictures_over_http_runs_and_guards(service: Served) -> None:
    may_be_given = run(PICTURES_OVER_HTTP.replace(":8090", f":{service.port}"))["may_be_given"]
    assert callable(may_be_given)

    assert may_be_given([png(SEA)], [png(SEA)], "a storm at sea")
    assert not may_be_given([png(FACE)], [], "a hat")  # enrolled
    with pytest.raises(HTTPError):
        may_be_given([], [], "a hat")


def test_the_example_over_http_is_ten_lines_at_most() -> None:
    assert len(OVER_HTTP.splitlines()) <= 10


def test_the_example_in_diffusers_runs_and_guards() -> None:
    names = run(IN_DIFFUSERS, pipe=PlainPipeline())
    guarded = names["guarded"]
    assert callable(guarded)

    assert names["picture"] == "picture"
    with pytest.raises(PromptRefused):
        guarded(NAKED)


def test_every_endpoint_is_on_the_page_and_nothing_else() -> None:
    described = {f"{method.upper()} {path}" for path, told in openapi()["paths"].items() for method in told}

    assert set(re.findall(r"^\| `((?:GET|POST) /[^`]*)` \|", PAGE, re.MULTILINE)) == described


def test_every_status_is_on_the_page() -> None:
    described = {
        status
        for told in openapi()["paths"].values()
        for operation in told.values()
        for status in operation["responses"]
        if status != "200"
    }
    rows = " ".join(re.findall(r"^\| (\d{3}(?:, \d{3})*) \|", PAGE, re.MULTILINE)).replace(",", "").split()

    assert set(rows) == described | {"404", "405"}


def test_every_option_is_in_the_table() -> None:
    table = PAGE.partition("## Over HTTP")[2].partition("**Whatever")[0]
    options = [option for each in serve.params if isinstance(each, click.Option) for option in each.opts]

    assert len(options) >= 12
    assert [option for option in options if f"`{option}`" not in table] == []


def test_every_count_is_on_the_page(service: Served) -> None:
    families = set(re.findall(r"^# TYPE (\S+)", service.get("/metrics").body.decode(), re.MULTILINE))

    assert set(re.findall(r"`(verweer_guard_[a-z_]+)`", PAGE)) == families


def test_the_adapters_need_neither_a_server_nor_a_host() -> None:
    program = (
        "import sys, verweer.generators.comfyui, verweer.generators.diffusers, verweer.cli.guard;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert {"granian", "torch", "diffusers", "server", "django", "PIL"} & set(loaded) == set()


def test_the_service_for_prompts_alone_loads_nothing_for_pictures() -> None:
    program = (
        "import sys, verweer.generators.application, verweer.generators.listening, verweer.cli.guard_serve;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "granian" in loaded
    assert {"cv2", "onnx", "onnxruntime", "PIL"} & set(loaded) == set()


def test_missing_networks_are_told_with_what_to_install_before_anything_is_served() -> None:
    program = (
        "import sys; sys.modules['onnxruntime'] = None; sys.argv[1:] = ['guard', 'serve', '--pictures'];"
        "from verweer.cli.root import main; main()"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == INPUT
    assert done.stderr.count("\n") == 1
    assert "install verweer[faces]" in done.stderr


def test_a_missing_server_is_told_with_what_to_install() -> None:
    program = (
        "import sys; sys.modules['granian'] = None; sys.argv[1:] = ['guard', 'serve'];"
        "from verweer.cli.root import main; main()"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == OUTSIDE
    assert "install verweer[guard-serve]" in done.stderr
