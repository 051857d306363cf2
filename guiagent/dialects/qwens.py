"""The Qwen-VL families and the agents trained from them, by the names of their dialects."""

from __future__ import annotations

from guiagent.dialects.fara import FARA, FARA1_5
from guiagent.dialects.grammar import Grammar
from guiagent.dialects.holo import Holo
from guiagent.dialects.mai_ui import MaiUi
from guiagent.dialects.qwen import EVOCUA, GUI_OWL, QWEN2_5, QWEN3, QWEN3_5, QWEN3_8
from guiagent.dialects.ui_venus import UI_VENUS_1_5, UI_VENUS_2

QWENS: dict[str, Grammar] = {
    "evocua": EVOCUA,
    "fara": FARA,
    "fara1.5": FARA1_5,
    # The first GUI-Owl differs in its space alone, which is the catalogue's to say.
    "gui-owl": QWEN2_5,
    "gui-owl1.5": GUI_OWL,
    "holo": Holo(),
    "mai-ui": MaiUi(),
    "qwen2": QWEN2_5,
    "qwen2.5": QWEN2_5,
    "qwen3": QWEN3,
    "qwen3.5": QWEN3_5,
    "qwen3.8": QWEN3_8,
    "ui-venus1.5": UI_VENUS_1_5,
    "ui-venus2": UI_VENUS_2,
}
