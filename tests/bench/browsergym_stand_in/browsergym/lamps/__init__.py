"""Two tasks: a lamp that is lit by a click, and a word that is to be read aloud. And one that shows a picture."""

from __future__ import annotations

from typing import Any

from browsergym.core import register_task

PAGE = """<body style="margin: 0"><button style="position: absolute; left: 200px; top: 100px; width: 60px; height: 40px"
 onclick="document.title = 'lit'">lamp</button><input style="position: absolute; left: 10px; top: 10px">"""


class Lamp:
    def __init__(self, seed: int) -> None:
        self.seed = seed

    def setup(self, page: Any) -> list[dict[str, str]]:
        page.set_content(PAGE)
        return [{"type": "text", "text": f"Light lamp {self.seed}."}]

    def validate(self, page: Any, messages: list[dict[str, str]]) -> tuple[float, bool, str, dict[str, Any]]:
        lit = page.title() == "lit"
        return float(lit), lit, "thank you" if lit else "", {"typed": page.locator("input").input_value()}


class Word(Lamp):
    def setup(self, page: Any) -> list[dict[str, str]]:
        super().setup(page)
        return [{"type": "text", "text": "Say the word, or that it cannot be done."}]

    def validate(self, page: Any, messages: list[dict[str, str]]) -> tuple[float, bool, str, dict[str, Any]]:
        said = [(each["role"], each["message"]) for each in messages]
        return float(("assistant", "word") in said or ("infeasible", "no word") in said), False, "", {}


class Picture(Lamp):
    def setup(self, page: Any) -> list[dict[str, str]]:
        return [{"type": "image_url", "image_url": "data:,"}]


for name, task in (("lamp", Lamp), ("word", Word), ("picture", Picture)):
    register_task(f"lamps.{name}", task)
