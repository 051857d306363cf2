"""Solutions that drag: boxes, shapes, items of lists, a cube, the corner of a text, a selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guiagent.actions import Action, Click, Drag, MouseDown, MouseUp, Move, Press, Wait
from guiagent.tasks.miniwob.solutions.scene import Element, Scene, Solution, first, nth

SUBMIT = "#subbtn"
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
TAGS = {"rectangles": "rect", "circles": "circle", "triangles": "polygon"}
Place = tuple[float, float]


def drag(scene: Scene, *path: Place) -> Drag:
    """Drag along CSS pixels."""
    return Drag(path=tuple(scene.point(*place) for place in path))


def spot(element: Element) -> Place:
    """Where an element can be taken hold of."""
    x, y = element.spot or element.middle
    return x, y


async def box_into_box(scene: Scene) -> Sequence[Action]:
    """The small box into the large one."""
    small, large = [await scene.one(f"#draggable{size}") for size in ("Small", "Large")]
    if is_inside(small.middle, large, margin=15):
        return await scene.press_one(SUBMIT)
    return (drag(scene, small.middle, large.middle),)


def is_inside(place: Place, box: Element, margin: float) -> bool:
    """Whether a place lies in a box, so many CSS pixels from its edge."""
    (x, y), (left, top, right, bottom) = place, box.box
    return left + margin < x < right - margin and top + margin < y < bottom - margin


async def shape_one_way(scene: Scene) -> Sequence[Action]:
    """A shape to one side."""
    (shape,) = await scene.shown("#area svg > *")
    if "transform" in shape.attributes:
        return await scene.press_one(SUBMIT)
    across, down = WAYS[scene.told_as(r"(left|right|up|down)")[0]]
    x, y = shape.middle
    return (drag(scene, (x, y), (x + 24 * across, y + 24 * down)),)


async def shapes_into_box(scene: Scene) -> Sequence[Action]:
    """All shapes of a kind into a box."""
    tag = TAGS[scene.told_as(r"all (\w+)")[0]]
    box = await scene.one("#shape-container")
    shapes = [each for each in await scene.all("#area_svg > *") if each.attributes.get("id") != "shape-container"]
    wanted = [shape for shape in shapes if shape.tag == tag]
    return await into_boxes(scene, [(shape, box) for shape in wanted])


async def shapes_into_two_boxes(scene: Scene) -> Sequence[Action]:
    """Some shapes into the left box, the others into the right one."""
    (kind,) = scene.told_as(r"all (\w+)")
    everything = await scene.all("#area_svg > *")
    left, right = [each for each in everything if each.attributes.get("id") == "shape-container"]
    shapes = [each for each in everything if each.attributes.get("id") != "shape-container"]
    tag = TAGS.get(kind)
    return await into_boxes(
        scene, [(shape, left if kind == shape.attributes["fill"] or tag == shape.tag else right) for shape in shapes]
    )


async def into_boxes(scene: Scene, wanted: Sequence[tuple[Element, Element]]) -> Sequence[Action]:
    """Drag the first shape that is not in its box yet; they lie side by side there, so that none hides another."""
    for place, (shape, box) in enumerate(wanted):
        if not is_inside(shape.middle, box, margin=4):
            left, top, right, _ = box.box
            at = (left + 16 + 11 * place % (right - left - 30), top + 15 + 8 * (place % 3))
            return (drag(scene, spot(shape), at),)
    return await scene.press_one(SUBMIT)


async def list_item(scene: Scene) -> Sequence[Action]:
    """An item of a list to a place that is told in one of several ways."""
    name, way = scene.told_as(r"Drag (\S+) (.+)$")
    items = await scene.all("#sortable li")
    place = first(place for place, item in enumerate(items) if item.text == name)
    if "position" in way and "by one" not in way:
        target = nth(way.split()[2])
    else:
        ends = {"to the top.": 0, "to the bottom.": len(items) - 1, "up by one position.": place - 1}
        target = ends.get(way, place + 1)
    return (move_in_list(scene, items, place, target),)


async def sort_numbers(scene: Scene) -> Sequence[Action]:
    """Numbers in order: the first that is wrong is put right."""
    items = await scene.all("#sortable li")
    numbers = [int(item.text) for item in items]
    for place, number in enumerate(sorted(numbers)):
        if numbers[place] != number:
            return (move_in_list(scene, items, numbers.index(number, place), place),)
    return await scene.press_one(SUBMIT)


def move_in_list(scene: Scene, items: Sequence[Element], place: int, target: int) -> Drag:
    """Drag an item a little beyond the middle of the one whose place it takes, which then makes room."""
    (x, y), (_, there) = items[place].middle, items[target].middle
    beyond = 4 if target > place else -4
    return drag(scene, (x, y), (x, there), (x, there + beyond))


async def grid_item(scene: Scene) -> Sequence[Action]:
    """An item of a grid of three by three to a place that is told in one of several ways."""
    name, way = scene.told_as(r"Drag (\S+) (.+)\.$")
    items = await scene.all("#sortable li")
    place = first(place for place, item in enumerate(items) if item.text == name)
    if way.endswith("by one"):
        across, down = WAYS[way.split()[0]]
        target = place + across + 3 * down
    else:
        row = ("top", "center", "bottom").index(way.split()[2])
        words = way.split()[3:] or ["center"]
        target = 3 * row + ("left", "center", "right").index(words[0])
    (x, y), (across_to, down_to) = items[place].middle, items[target].middle
    beyond = 4 if target > place else -4
    return (drag(scene, (x, y), (across_to, down_to), (across_to + beyond, down_to)),)


async def resize(scene: Scene) -> Sequence[Action]:
    """One side of a text area longer or shorter, by its corner."""
    side, size = scene.told_as(r"the (width|height) is (smaller|larger)")
    if any(isinstance(action, Drag) for step in scene.history for action in step.decision.actions):
        return await scene.press_one("#submit")
    by = 14 if size == "larger" else -14
    x, y = (await scene.one(".ui-resizable-se")).middle
    return (drag(scene, (x, y), (x + by, y) if side == "width" else (x, y + by)),)


async def highlight(scene: Scene) -> Sequence[Action]:
    """A paragraph, by three clicks into it."""
    paragraphs = await scene.all("#randomText p") or await scene.all("#randomText")
    place = nth(scene.told_as(r"the (\d\w\w) paragraph")[0]) if len(paragraphs) > 1 else 0
    selected = await scene.ask("() => getSelection().toString().replace(/\\s+/g, ' ').trim()")
    if selected == paragraphs[place].text:
        return await scene.press_one(SUBMIT)
    (click, *_) = scene.press(paragraphs[place])
    return (click.model_copy(update={"count": 3}),) if isinstance(click, Click) else (click,)


SIDES = {2: (0, 0), 5: (0, 86), 4: (0, 177), 3: (0, 269)}
"""A side of the cube → the angles at which it faces the user; 6 and 1 lie on top and at the bottom."""


async def cube(scene: Scene) -> Sequence[Action]:
    """Turn a cube: down or up first, then around. A pull of one CSS pixel turns it by about 1.18 degrees, less 5."""
    wanted = int(scene.quoted[0])
    if (await scene.one(".cube-image.active")).text == str(wanted):
        button = await scene.one(SUBMIT)
        return Move(point=scene.point(*button.middle)), *scene.press(button)
    turned, tilted = await scene.ask("() => [cube.viewport.positionX % 360, cube.viewport.positionY]")
    tilt, turn = {6: (88, None), 1: (264, None)}.get(wanted) or SIDES[wanted]
    down = _shortest(tilted - tilt)
    across = 0.0 if turn is None else _shortest(turn - turned)
    if abs(down) > 25:
        return pull(scene, 0, down)
    return pull(scene, across, 0)


def pull(scene: Scene, across: float, down: float) -> Sequence[Action]:
    """Hold the cube, pull it by so many degrees, and let go once it rests."""
    start = (80.0, 120.0)
    x, y = (at + _pixels(by) for at, by in zip(start, (across, down), strict=True))
    end = scene.point(max(1, x), max(1, min(y, 212)))
    at = scene.point(*start)
    return Move(point=at), MouseDown(point=at), Move(point=end), Wait(seconds=0.5), MouseUp(point=end)


def _shortest(turn: float) -> float:
    return (turn + 180) % 360 - 180


def _pixels(turn: float) -> float:
    return (abs(turn) + 5) / 1.18 * (1 if turn > 0 else -1) if turn else 0


async def editor(scene: Scene) -> Sequence[Action]:
    """A word or everything in another style or colour; while the colours are offered, nothing shows as selected."""
    if await scene.ask("() => editor.getContents().ops.some(each => each.attributes)"):
        return await scene.press_one(SUBMIT)
    if offered := [item for item in await scene.all(".ql-picker-item") if item.spot]:
        shades = (await scene.ask("() => COLOR_MAP"))[scene.told_as(r"color (\w+)")[0]]
        return scene.press(first(item for item in offered if item.attributes.get("data-value") in shades))
    (wanted,) = ("",) if "everything" in scene.told else scene.told_as(r"give the text (.+) the (?:style|color)")
    if actions := await (select_word(scene, wanted) if wanted else select_everything(scene)):
        return actions
    if "color" in scene.told:
        return await scene.press_one(".ql-picker-label")
    style = {"bold": "bold", "italics": "italic", "underlined": "underline"}[scene.told_as(r"style (\w+)")[0]]
    return await scene.press_one(f"button.ql-{style}")


async def select_everything(scene: Scene) -> Sequence[Action]:
    """Click into the text and select all of it; nothing where it is."""
    words = (await scene.one(".ql-editor")).text
    if await scene.ask("() => getSelection().toString().trim()") == words:
        return ()
    return await scene.press_one(".ql-editor", None, Press(keys=("Control", "a")))


async def select_word(scene: Scene, word: str) -> Sequence[Action]:
    """Drag from a word's beginning to its end; nothing where it is selected."""
    if await scene.ask("() => getSelection().toString().trim()") == word:
        return ()
    script = """() => { const text = document.querySelector('.ql-editor p').firstChild, words = [];
      for (const found of text.data.matchAll(/\\S+/g)) { const range = document.createRange();
        range.setStart(text, found.index); range.setEnd(text, found.index + found[0].length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        words.push([found[0], left, right, (top + bottom) / 2]); }
      return words; }"""
    left, right, y = first(rest for said, *rest in await scene.ask(script) if said == word)
    return (drag(scene, (left + 0.4, y), (right + 0.4, y)),)


SOLUTIONS: Mapping[str, Solution] = {
    "drag-box": box_into_box,
    "drag-circle": shape_one_way,
    "drag-cube": cube,
    "drag-items": list_item,
    "drag-items-grid": grid_item,
    "drag-shapes": shapes_into_box,
    "drag-shapes-2": shapes_into_two_boxes,
    "drag-single-shape": shape_one_way,
    "drag-sort-numbers": sort_numbers,
    "highlight-text": highlight,
    "highlight-text-2": highlight,
    "resize-textarea": resize,
    "text-editor": editor,
}
