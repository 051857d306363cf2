"""Solutions that find something and click it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from guiagent.actions import Action, Move, Wait
from guiagent.tasks.miniwob.solutions.scene import Element, Scene, Solution, first

SHAPES = {"circle": "circle", "rect": "rectangle", "polygon": "triangle"}
"""A shape's tag → its name."""


def clicking(selector: str) -> Solution:
    """Click the only one of its kind."""

    async def solve(scene: Scene) -> Sequence[Action]:
        return await scene.press_one(selector)

    return solve


def clicking_what_is_quoted(selector: str) -> Solution:
    """Click the one that says what the instruction quotes."""

    async def solve(scene: Scene) -> Sequence[Action]:
        return await scene.press_one(selector, scene.quoted[0])

    return solve


async def button_by_number(scene: Scene) -> Sequence[Action]:
    """The button ONE or TWO."""
    return await scene.press_one("#area button", scene.told_as(r"button (\w+)\.")[0])


async def button_sequence(scene: Scene) -> Sequence[Action]:
    """ONE, then TWO; one may lie over the other."""
    pushed = await scene.ask("() => buttonsPushed.length")
    return await scene.press_one("#subbtn2" if pushed else "#subbtn")


async def dialog_button(scene: Scene) -> Sequence[Action]:
    """A button of a dialog, or the x in its title."""
    (label,) = scene.quoted
    if label == "x":
        return await scene.press_one(".ui-dialog-titlebar-close")
    return await scene.press_one(".ui-dialog-buttonset button", label)


async def colour(scene: Scene) -> Sequence[Action]:
    """The box of a colour."""
    (name,) = scene.told_as(r"on the (\w+) colored")
    boxes = await scene.all("#area .color")
    return scene.press(first(box for box in boxes if box.attributes["data-color"] == name))


async def shades(scene: Scene) -> Sequence[Action]:
    """Every shade of a colour, one after another."""
    (name,) = scene.told_as(r"shades of (\w+)")
    for shade in await scene.all("#area span"):
        if shade.attributes["data-color"] == name and "selected" not in shade.classes:
            return scene.press(shade)
    return await scene.press_one("#submit")


async def shape(scene: Scene) -> Sequence[Action]:
    """A shape that is as the instruction describes it."""
    (description,) = scene.told_as(r"Click on an? (.+)$")
    return scene.press(first(each for each in await scene.all("#area_svg > *") if is_as(each, description)))


async def count_shapes(scene: Scene) -> Sequence[Action]:
    """The button with the number of shapes that are as described."""
    (description,) = scene.told_as(r"How many (.+)s are there")
    count = sum(is_as(each, description) for each in await scene.all("#area_svg > *"))
    return await scene.press_one("#count-buttons button", str(count))


def is_as(shape: Element, description: str) -> bool:
    """Whether a shape is as in "large red circle" or "small item"; 20 CSS pixels high is large, 10 small."""
    *looks, kind = description.split()
    left, _, right, _ = shape.box
    large = shape.attributes["font-size"] == "20px" if shape.tag == "text" else right - left > 15
    look = ("large" if large else "small", shape.attributes["fill"])
    return all(each in look for each in looks) and kind in ("item", *names(shape))


def names(shape: Element) -> tuple[str, str]:
    """What a shape may be called: what it is, and of which sort that is."""
    if shape.tag in SHAPES:
        return SHAPES[shape.tag], "shape"
    return shape.text, "digit" if shape.text.isdigit() else "letter"


async def identify_shape(scene: Scene) -> Sequence[Action]:
    """The button that names the shape."""
    name, sort = names(await scene.one("#area_svg > *"))
    label = name if sort == "shape" else sort
    buttons = await scene.all("#area-buttons button")
    return scene.press(first(button for button in buttons if button.attributes["data-type"] == label))


async def count_sides(scene: Scene) -> Sequence[Action]:
    """The button with the number of sides; the picture is a canvas, so chance is asked again how it was drawn."""
    sides = await scene.dealt("() => { core.randi(0, 181); return core.randi(3, 8); }")
    return await scene.press_one("#form button", str(sides))


async def widget(scene: Scene) -> Sequence[Action]:
    """A widget of a kind."""
    widgets = await scene.shown("#area [data-type]")
    return scene.press(first(each for each in widgets if each.attributes["data-type"] == scene.quoted[0]))


async def menu(scene: Scene) -> Sequence[Action]:
    """An item of a menu within a menu: its parents open where the pointer rests on them."""
    *parents, leaf = scene.told.removeprefix("Select ").split(">")
    return await open_menu(scene, "#menu .ui-menu-item > div", parents, leaf)


async def open_menu(scene: Scene, selector: str, parents: Sequence[str], leaf: str) -> Sequence[Action]:
    """Rest on each parent whose child is not shown yet, as long as jQuery UI waits, then click the leaf."""
    items = {item.text: item for item in await scene.all(selector) if item.shown}
    for parent, child in pairwise((*parents, leaf)):
        if child not in items:
            at = items[parent].spot or items[parent].middle
            return Move(point=scene.point(*at), target=parent), Wait(seconds=0.3)
    return scene.press(items[leaf])


async def icon_menu(scene: Scene) -> Sequence[Action]:
    """An item that is told by its name or by its icon."""
    if not await scene.shown("#menu"):
        return await scene.press_one("#open-menu")
    wanted = scene.quoted[1:]
    if not wanted:
        icon = first(name for name in (await scene.one("#query .ui-icon")).classes if name != "ui-icon")
        wanted = [name for name, its in (await scene.ask("() => PROBLEM_SET")).items() if its == icon]
    parents = ["Playback"] if wanted[0] in ("Prev", "Stop", "Play", "Next") else []
    return await open_menu(scene, "#menu .ui-menu-item > div", parents, wanted[0])


async def pie(scene: Scene) -> Sequence[Action]:
    """An item of a pie menu, which opens from its middle."""
    items = [item for item in await scene.shown("#divWheel text") if item.text == scene.quoted[0] and item.spot]
    if not items:
        return await scene.press_one("#divWheel text", "+")
    return scene.press(items[0])


async def tab(scene: Scene) -> Sequence[Action]:
    """A tab by its name."""
    return await scene.press_one("#area ul a", scene.told_as(r"on (Tab #\d)")[0])


async def link_in_tabs(scene: Scene) -> Sequence[Action]:
    """A link in one of several tabs."""
    return await link_behind(scene, "#area ul a")


async def link_in_tabs_medium(scene: Scene) -> Sequence[Action]:
    """The same, where the page empties the second tab: it is that tab that counts where the link was in it."""
    if not any(link.text == scene.quoted[0] for link in await scene.all("#area .alink")):
        return await scene.press_one("#area ul a", "Tab #2")
    return await link_in_tabs(scene)


async def link_in_sections(scene: Scene) -> Sequence[Action]:
    """A link in one of several sections, all of them closed."""
    return await link_behind(scene, "#area h3")


async def link_behind(scene: Scene, handles: str) -> Sequence[Action]:
    """A link, or the handle of the part that it lies in where that is closed."""
    links = [link for link in await scene.all("#area .alink") if link.text == scene.quoted[0]]
    if shown := [link for link in links if link.shown]:
        return scene.press(shown[0])
    parts = "#area .ui-tabs-panel, #area .ui-accordion-content"
    texts = "e => [...e.querySelectorAll('.alink')].map(link => link.textContent)"
    inside = await scene.ask(f"() => [...document.querySelectorAll('{parts}')].map({texts})")
    place = first(place for place, links in enumerate(inside) if scene.quoted[0] in links)
    return scene.press((await scene.all(handles))[place])


async def section(scene: Scene) -> Sequence[Action]:
    """Open the section, then submit."""
    if await scene.shown("#area .ui-accordion-content"):
        return await scene.press_one("#subbtn")
    return await scene.press_one("#area h3")


async def tree(scene: Scene) -> Sequence[Action]:
    """A file or folder in a tree, the folders above it opened first."""
    named = [item for item in await scene.all("#tree span") if item.text == scene.quoted[0]]
    if shown := [item for item in named if item.shown]:
        return scene.press(shown[0])
    script = """() => { const spans = [...document.querySelectorAll('#tree span')]; return spans.map(span => {
      const folders = [];
      for (let at = span.parentElement.parentElement; at.id !== 'tree'; at = at.parentElement)
        if (at.localName === 'li') folders.push(spans.indexOf(at.querySelector('span')));
      return [span.textContent, folders];
    }); }"""
    spans = await scene.all("#tree span")
    above = first(folders for name, folders in await scene.ask(script) if name == scene.quoted[0])
    return scene.press(first(spans[folder] for folder in above if spans[folder].shown))


async def coordinate(scene: Scene) -> Sequence[Action]:
    """A point of a grid."""
    wanted = scene.told_as(r"coordinate (\(-?\d,-?\d\))")[0]
    return scene.press(first(dot for dot in await scene.all("#area circle") if dot.attributes["id"] == wanted))


async def ascending(scene: Scene) -> Sequence[Action]:
    """The numbers in order; after the first one all are covered."""
    numbers = await scene.all("#area_svg text")
    return scene.press(numbers[0]) if numbers else await scene.press_one("#area_svg rect")


SOLUTIONS: Mapping[str, Solution] = {
    "ascending-numbers": ascending,
    "click-button": clicking_what_is_quoted("#area button"),
    "click-button-sequence": button_sequence,
    "click-collapsible": section,
    "click-collapsible-2": link_in_sections,
    "click-collapsible-2-nodelay": link_in_sections,
    "click-collapsible-nodelay": section,
    "click-color": colour,
    "click-dialog": clicking(".ui-dialog-titlebar-close"),
    "click-dialog-2": dialog_button,
    "click-link": clicking_what_is_quoted("#area .alink"),
    "click-menu": menu,
    "click-menu-2": icon_menu,
    "click-pie": pie,
    "click-pie-nodelay": pie,
    "click-shades": shades,
    "click-shape": shape,
    "click-tab": tab,
    "click-tab-2": link_in_tabs,
    "click-tab-2-easy": link_in_tabs,
    "click-tab-2-hard": link_in_tabs,
    "click-tab-2-medium": link_in_tabs_medium,
    "click-test": clicking("#subbtn"),
    "click-test-2": clicking("#subbtn"),
    "click-test-transfer": button_by_number,
    "click-widget": widget,
    "count-shape": count_shapes,
    "count-sides": count_sides,
    "grid-coordinate": coordinate,
    "identify-shape": identify_shape,
    "navigate-tree": tree,
    "unicode-test": clicking_what_is_quoted("#area button"),
}
