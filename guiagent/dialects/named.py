"""The dialects in words and pictures, by the names that `--dialect` and the catalogue call them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from guiagent.dialects.agents import AGENTS
from guiagent.dialects.described import WordsDialect
from guiagent.dialects.family import FamilyDialect
from guiagent.dialects.grammar import Grammar
from guiagent.dialects.internvl import ByBox
from guiagent.dialects.json_plain import JsonDialect
from guiagent.dialects.marked import ByMark
from guiagent.dialects.pointers import POINTINGS
from guiagent.dialects.pointing import Pointing, PointingDialect
from guiagent.dialects.qwens import QWENS
from guiagent.dialects.setting import Setting
from guiagent.messages import Talk
from guiagent.protocols import Dialect


def _json(setting: Setting) -> Dialect[Talk]:
    return JsonDialect(setting.convention, setting.image, setting.screens, setting.kinds, setting.secrets)


def _internvl(setting: Setting) -> Dialect[Talk]:
    return JsonDialect(setting.convention, setting.image, setting.screens, setting.kinds, setting.secrets, ByBox())


def _marks(setting: Setting) -> Dialect[Talk]:
    return JsonDialect(setting.convention, setting.image, setting.screens, setting.kinds, setting.secrets, ByMark())


def _words(setting: Setting) -> Dialect[Talk]:
    return WordsDialect(setting.convention, setting.image, setting.screens, setting.kinds, setting.secrets)


def _family(grammar: Callable[[], Grammar]) -> Callable[[Setting], Dialect[Talk]]:
    return lambda setting: FamilyDialect(grammar(), setting)


def _pointing(pointing: Callable[[], Pointing]) -> Callable[[Setting], Dialect[Talk]]:
    return lambda setting: PointingDialect(pointing(), setting)


NAMED: dict[str, Callable[[Setting], Dialect[Talk]]] = {
    "internvl": _internvl,
    "json": _json,
    "marks": _marks,
    "words": _words,
    **{name: _pointing(pointing) for name, pointing in POINTINGS.items()},
    **{name: partial(FamilyDialect, grammar) for name, grammar in QWENS.items()},
    **{name: _family(grammar) for name, grammar in AGENTS.items()},
}


def named(name: str, setting: Setting) -> Dialect[Talk]:
    """The dialect of this name, so set. Raises KeyError for one that there is not."""
    return NAMED[name](setting)
