"""The families' prompts: text files beside their dialects, filled in for a task and for what a computer can do."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from guiagent.dialects.setting import Setting

_OFFERED = re.compile(r"^«(navigate|back|select_tab|drag|move)»(.*\n)", re.MULTILINE)


def prompt(name: str, setting: Setting, **values: str) -> str:
    """The text of `name`.txt, its «values» filled in last, so that nothing in them is taken for the prompt's own.

    A line that begins with the «kind» of an action is only there where the computer can do it.
    """
    text = _OFFERED.sub(lambda line: line[2] if setting.offers(line[1]) else "", _text(name))
    return re.sub(r"«(\w+)»", lambda value: values.get(value[1], value[0]), text).strip()


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
