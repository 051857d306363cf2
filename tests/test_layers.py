"""Imports point downward only, and importing loads nothing heavy: the two laws that keep the house in order."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "guiagent"

LAYERS: list[set[str]] = [
    {"actions", "errors", "tolerant_json"},
    {"providers", "screen", "usage"},
    {"records"},
    {"limits", "messages", "pixels", "words"},
    {"perception", "protocols", "stall"},
    {"memory", "suites", "watching"},
    {"hands", "sight"},
    {
        "loop",
        "policies",
        "models",
        "dialects",
        "candidates",
        "computers",
        "grounders",
        "guards",
        "recall",
        "reflection",
        "runs",
        "replay",
        "sandboxes",
    },
    {"tasks", "catalogue"},
    {"bench", "calibration", "report"},
    {"measure"},
    {"cli"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def modules() -> list[Path]:
    places = [*ROOT.rglob("*.py"), *(ROOT / "tasks").rglob("*.py"), *(ROOT / "sandboxes").rglob("*.py")]
    return sorted({path for path in places if path.name != "__init__.py" or path.parent != ROOT})


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_by(path: Path) -> set[str]:
    """The parts that a file imports to run; what it imports for its types alone makes no arrow."""
    found = set()
    tree = ast.parse(path.read_text())
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("guiagent"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("guiagent.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_downward_and_siblings_are_strangers(path: Path) -> None:
    mine = part_of(path)
    assert mine in RANK, f"{mine} has no place in the house yet"
    wrong = {other for other in imported_by(path) if other != mine and RANK[other] >= RANK[mine]}
    assert not wrong, f"{path.relative_to(ROOT)} may not import {wrong}"


HEAVY = (
    "torch",
    "transformers",
    "playwright",
    "pyautogui",
    "mss",
    "openai",
    "anthropic",
    "google",
    "rapidocr",
    "onnxruntime",
    "cv2",
    "numpy",
)


@pytest.mark.parametrize("statement", ["import guiagent", "import guiagent.cli.main", "import guiagent.loop"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    heavy = HEAVY if "loop" not in statement else tuple(name for name in HEAVY if name not in {"cv2", "numpy"})
    code = f"{statement}\nimport sys\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
