"""The grammars of the families that are not Qwen's, by the names of their dialects."""

from __future__ import annotations

from collections.abc import Callable

from guiagent.dialects.autoglm import AutoGlm
from guiagent.dialects.cogagent import CogAgent
from guiagent.dialects.glm import Glm
from guiagent.dialects.grammar import Grammar
from guiagent.dialects.os_atlas import OsAtlas
from guiagent.dialects.pyautogui import Recipients, kimi, opencua
from guiagent.dialects.seed import Seed
from guiagent.dialects.showui import ShowUi
from guiagent.dialects.step_gui import StepGui
from guiagent.dialects.ui_tars import doubao, ui_tars

AGENTS: dict[str, Callable[[], Grammar]] = {
    "aguvis": Recipients,
    "autoglm": AutoGlm,
    "cogagent": CogAgent,
    "doubao": doubao,
    "glm": Glm,
    "kimi": kimi,
    "opencua": opencua,
    "os-atlas": OsAtlas,
    "seed": Seed,
    "showui": ShowUi,
    "step-gui": StepGui,
    "ui-tars": ui_tars,
    "ui-tars-1.5": ui_tars,
}
"""UI-TARS 1.0 and 1.5 differ in their coordinates alone, which the catalogue says."""
