"""What a solution is shown of a page: its elements, where they lie, and what the page itself knows."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from guiagent.actions import Action, Click, Point, Press, Scroll, Type
from guiagent.errors import ActionFailed
from guiagent.protocols import Inspector
from guiagent.records import Observation, Step

_READ = """selector => {
  const scrolls = e => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible';
  const pane = e => {
    let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
    for (let at = e.parentElement; at && at !== document.body; at = at.parentElement) if (scrolls(at)) {
      const box = at.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      return [left, top, Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return [left, top, right, bottom];
  };
  const hits = (e, [x, y]) => { const hit = document.elementFromPoint(x, y); return hit !== null && e.contains(hit); };
  const spot = (e, box) => {
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2].map(Math.floor);
    if (!box.width || !box.height || hits(e, middle)) return box.width && box.height ? middle : null;
    const found = [];
    for (let y = Math.ceil(box.top); y < box.bottom; y += 2)
      for (let x = Math.ceil(box.left); x < box.right; x += 2) if (hits(e, [x, y])) found.push([x, y]);
    return found.length ? found[found.length >> 1] : null;
  };
  return [...document.querySelectorAll(selector)].map(e => {
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
    return {
      tag: e.tagName.toLowerCase(),
      text: e.textContent.replace(/\\s+/g, ' ').trim(),
      value: String(e.value ?? ''),
      on: Boolean(e.checked || e.selected),
      classes: [...e.classList],
      attributes: Object.fromEntries([...e.attributes].map(each => [each.name, each.value])),
      box: [box.left, box.top, box.right, box.bottom],
      pane: pane(e),
      spot: spot(e, box),
    };
  });
}"""

_DEALT = """() => {
  const rolls = Math.random;
  Math.random = new Math.seedrandom(%d);
  try { return (%s)(); } finally { Math.random = rolls; }
}"""


@dataclass(frozen=True)
class Element:
    """An element of the page. `box` and `pane`, the part of the page that it scrolls in, are (left, top, right, bottom)
    in CSS pixels of the viewport; `spot` is where a click hits it, as near to its middle as may be, None where none
    does. `on` is checked or selected.
    """

    tag: str
    text: str
    value: str
    on: bool
    classes: Sequence[str]
    attributes: Mapping[str, str]
    box: Sequence[float]
    pane: Sequence[float]
    spot: Sequence[float] | None

    @property
    def shown(self) -> bool:
        """Whether it has a place at all, be it scrolled away or covered."""
        left, top, right, bottom = self.box
        return right > left and bottom > top

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle in CSS pixels."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True)
class Scene:
    """The page at one look. Everything that a solution knows comes from here, and points are made here alone."""

    told: str
    now: Observation
    history: Sequence[Step]
    seed: int
    width: int
    inspector: Inspector

    async def ask(self, script: str) -> Any:
        """What a function in the page returns."""
        return await self.inspector.probe(script)

    async def dealt(self, script: str) -> Any:
        """What a function in the page returns when chance begins as it did with the episode; it must change nothing."""
        return await self.inspector.probe(_DEALT % (self.seed, script))

    async def all(self, selector: str) -> list[Element]:
        """The elements that match, in the document's order."""
        return [Element(**each) for each in await self.inspector.probe(f"() => ({_READ})({json.dumps(selector)})")]

    async def shown(self, selector: str) -> list[Element]:
        """Those of them that have a place."""
        return [each for each in await self.all(selector) if each.shown]

    async def one(self, selector: str, text: str | None = None) -> Element:
        """The first of them that has a place, and this text. Raises ActionFailed where there is none."""
        found = [each for each in await self.shown(selector) if text is None or each.text == text]
        if not found:
            raise ActionFailed(f"there is no {selector!r}" + (f" that says {text!r}" if text is not None else ""))
        return found[0]

    def point(self, x: float, y: float) -> Point:
        """The pixel in the middle of the CSS pixel that (x, y) lies in: the one place that converts."""
        scale = self.now.width / self.width
        return Point(int((int(x) + 0.5) * scale), int((int(y) + 0.5) * scale))

    def pixels(self, length: float) -> int:
        """So many CSS pixels in pixels of the screenshot."""
        return round(length * self.now.width / self.width)

    def press(self, element: Element, *then: Action, held: tuple[str, ...] = ()) -> tuple[Action, ...]:
        """Click the element and go on, or else scroll towards it."""
        if element.spot is None:
            return (self.towards(element),)
        return Click(point=self.point(*element.spot), target=element.text[:40], held=held), *then

    def towards(self, element: Element) -> Scroll:
        """Scroll so that the element comes to the middle of its pane."""
        left, top, right, bottom = element.pane
        (x, y), middle = element.middle, ((left + right) / 2, (top + bottom) / 2)
        across = 0 if left <= x < right else self.pixels(x - middle[0])
        return Scroll(point=self.point(*middle), dx=across, dy=self.pixels(y - middle[1]))

    async def press_one(self, selector: str, text: str | None = None, *then: Action) -> tuple[Action, ...]:
        """Click the first element that matches and says this."""
        return self.press(await self.one(selector, text), *then)

    async def fill(self, selector: str, text: str) -> tuple[Action, ...]:
        """Click a field and write this into it instead of what it holds; nothing where it holds it already."""
        field = await self.one(selector)
        if field.value == text:
            return ()
        if field.attributes.get("type") == "number" and field.spot is not None:  # its arrows lie at the right
            field = replace(field, spot=(field.box[0] + 6, field.spot[1]))
        clear = (Press(keys=("Control", "a")),) if field.value else ()
        return self.press(field, *clear, Type(text=text))

    @property
    def quoted(self) -> list[str]:
        """What stands in double quotes in the instruction."""
        return re.findall(r'"([^"]*)"', self.told)

    def told_as(self, pattern: str) -> tuple[str, ...]:
        """The groups of a pattern in the instruction. Raises ActionFailed where it says something else."""
        if (found := re.search(pattern, self.told)) is None:
            raise ActionFailed(f"the instruction is not as {pattern!r}: {self.told}")
        return found.groups()


Solution = Callable[[Scene], Awaitable[Sequence[Action]]]
"""What to do next, from what the page shows now. It is asked again after each step, until the episode is over."""


Found = TypeVar("Found")


def first(found: Iterable[Found]) -> Found:
    """The first of what was looked for. Raises ActionFailed where there is none."""
    for each in found:
        return each
    raise ActionFailed("what the solution looks for is not there")


def nth(word: str) -> int:
    """The place that "1st", "2nd" … tell, counted from 0."""
    return int(re.sub(r"\D", "", word)) - 1
