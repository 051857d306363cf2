"""`--help`: every option under a heading, in the order in which a person needs them."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("command", "headings"),
    [
        ("run", "Where to work|The model|Beside the model|Weights in this process|Limits|Fences|Output"),
        ("ground", "The model|Beside the model|Weights in this process|Output"),
        ("calibrate", "The model|What it is asked|Weights in this process|Output"),
        ("ls", ""),
    ],
)
def test_options_stand_under_headings(shell: Shell, command: str, headings: str) -> None:
    said = shell.run(command, "--help")
    assert said.code == 0
    told = re.findall(r"^([A-Z][\w ]+):$", said.out, re.MULTILINE)
    assert [each for each in told if each != "Arguments"] == [*filter(None, headings.split("|")), "Options"]


def test_each_option_of_run_stands_where_it_belongs(shell: Shell) -> None:
    sections = re.split(r"^([A-Z][\w ]+):$", shell.run("run", "--help").out, flags=re.MULTILINE)
    under = {
        option: heading
        for heading, text in zip(sections[1::2], sections[2::2], strict=True)
        for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE)
    }
    for option, heading in {
        "--url": "Where to work", "--model": "The model", "--marks": "The model", "--grounder": "Beside the model",
        "--examples": "Beside the model", "--device": "Weights in this process", "--max-cost": "Limits",
        "--secret": "Fences", "--json": "Output",
    }.items():  # fmt: skip
        assert under[option] == heading
    assert [option for option, heading in under.items() if heading == "Options"] == ["--help"]
    assert max(map(len, shell.run("run", "--help").out.splitlines())) <= 80
