"""The versions of Claude's computer tool: what each is called, what it can do, how it is asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from guiagent.actions import Value
from guiagent.dialects.coordinates import Size

TABLE = Path(__file__).with_name("versions.toml")


class Version(Value):
    """One version; what its fields mean stands at the head of versions.toml."""

    name: str
    type: str
    beta: str = ""
    toolset: str = ""
    actions: tuple[str, ...]

    def tool(self, sent: Size, kinds: frozenset[str] | None) -> dict[str, Any]:
        """The entry in `tools`, for screenshots of this size as sent, and what a computer can do (None: everything)."""
        if self.toolset:
            return {"type": self.type, **self._configs(kinds)}
        entry = {
            "type": self.type,
            "name": "computer",
            "display_width_px": sent[0],
            "display_height_px": sent[1],
        }
        return entry | ({"enable_zoom": True} if "zoom" in self.actions else {})

    def _configs(self, kinds: frozenset[str] | None) -> dict[str, Any]:
        """Switches off what the computer cannot do; everything is on by default."""
        without = [name for name in self.actions if kinds is not None and needs().get(name, "") not in {"", *kinds}]
        return {"configs": {name: {"enabled": False} for name in without}} if without else {}


@cache
def version(name: str) -> Version:
    """The version of this name, as `20251124`. Raises KeyError where there is none."""
    return {each["name"]: Version.model_validate(each) for each in _table()["version"]}[name]


@cache
def needs() -> Mapping[str, str]:
    """The kind of action that a computer must know for one of the tool's, where it needs any."""
    return dict(_table()["needs"])


def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
