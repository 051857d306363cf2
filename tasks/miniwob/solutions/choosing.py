"""Solutions that choose: boxes, lists, sliders, spinners, colours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from guiagent.actions import Action, Click, Press, Type
from guiagent.tasks.miniwob.solutions.scene import Element, Scene, Solution, first, nth

SUBMIT = "#subbtn"


async def boxes(scene: Scene) -> Sequence[Action]:
    """The boxes that are named, one after another."""
    (said,) = scene.told_as(r"Select (.*) and click Submit")
    wanted = said.split(", ")
    return await check(scene, lambda label: label in wanted)


async def boxes_of_like_meaning(scene: Scene) -> Sequence[Action]:
    """The boxes whose words mean what the named ones do, by the page's own groups."""
    (said,) = scene.told_as(r"similar to (.*) and click Submit")
    wanted = set(said.split(", "))
    groups = await scene.ask("() => SYNONYMS")
    alike = {word for group in groups if wanted & set(group) for word in group}
    return await check(scene, lambda label: label in alike)


async def check(scene: Scene, wanted: Callable[[str], bool]) -> Sequence[Action]:
    """Click the first box that is not as wanted, and submit where all are."""
    labels, inputs = await scene.all("#area label"), await scene.all("#area label input")
    for label, box in zip(labels, inputs, strict=True):
        if wanted(label.text) != box.on:
            return scene.press(box)
    return await scene.press_one(SUBMIT)


async def digit_of_boxes(scene: Scene) -> Sequence[Action]:
    """A digit drawn with boxes."""
    patterns = await scene.ask("() => PATTERNS")
    wanted = [bool(cell) for row in patterns[int(scene.quoted[0])] for cell in row]
    for box, on in zip(await scene.all("#checkboxes input"), wanted, strict=True):
        if box.on != on:
            return scene.press(box)
    return await scene.press_one(SUBMIT)


async def parity(scene: Scene) -> Sequence[Action]:
    """Odd or even, for each number."""
    numbers, buttons = await scene.all(".display-number"), await scene.all(".row button")
    for place, number in enumerate(numbers):
        button = buttons[2 * place + (0 if int(number.text) % 2 else 1)]
        if "selected" not in button.classes:
            return scene.press(button)
    return await scene.press_one("#submit")


async def listed(scene: Scene) -> Sequence[Action]:
    """An option of a list that drops down: its letters take it where no other begins so, arrows where one does."""
    (wanted,) = scene.told_as(r"Select (.*) from the list")
    options, field = await scene.all("#options option"), await scene.one("#options")
    texts = [option.text for option in options]
    if field.value == wanted:
        return await scene.press_one("#area button")
    if first(text for text in texts if text.lower().startswith(wanted.lower())) == wanted:
        return scene.press(field, Type(text=f"{wanted}\n"))
    down = texts.index(wanted) - texts.index(field.value)
    arrows = [Press(keys=("ArrowDown" if down > 0 else "ArrowUp",))] * abs(down)
    return scene.press(field, *arrows, Press(keys=("Enter",)))


async def scroll_list(scene: Scene) -> Sequence[Action]:
    """One or two options of a list that scrolls."""
    (said,) = scene.told_as(r"Select (.*) from the scroll list")
    wanted, options = said.split(", "), await scene.all("#options option")
    chosen = [option.text for option in options if option.on]
    for option in options:
        if option.text in wanted and not option.on:
            return scene.press(option, held=("Control",) if chosen else ())
    return await scene.press_one("#area button")


async def drop_down_and_button(scene: Scene) -> Sequence[Action]:
    """An option of a list that the page draws itself, then a button."""
    (height,) = scene.told_as(r"Choose (.+) from the dropdown")
    if (await scene.all("#dropdown"))[0].value == height:
        return await scene.press_one("#buttons button", scene.quoted[0])
    items = [item for item in await scene.shown(".selectric-items li") if item.text == height]
    return scene.press(items[0]) if items else await scene.press_one(".selectric")


async def radio(scene: Scene) -> Sequence[Action]:
    """One of several."""
    (wanted,) = scene.told_as(r"Select (.*) and click Submit")
    return await check(scene, lambda label: label == wanted)


async def slider(scene: Scene) -> Sequence[Action]:
    """A slider: a click near the value, then the arrow keys."""
    wanted = int(scene.told_as(r"Select (-?\d+) with the slider")[0])
    return await slide(scene, "#slider", wanted) or await scene.press_one(SUBMIT)


async def sliders(scene: Scene) -> Sequence[Action]:
    """Three sliders."""
    wanted = [int(number) for number in re.findall(r"\d+", scene.told)]
    for place, value in enumerate(wanted, 1):
        if actions := await slide(scene, f"#slider-{place}", value):
            return actions
    return await scene.press_one(SUBMIT)


async def slider_and_box(scene: Scene) -> Sequence[Action]:
    """A slider and a box told by its place."""
    value, place = scene.told_as(r"Select (-?\d+) with the slider, click the (\d\w\w)")
    if actions := await slide(scene, "#slider", int(value)):
        return actions
    box = (await scene.all("#area input[type=checkbox]"))[nth(place)]
    return scene.press(box) if not box.on else await scene.press_one(SUBMIT)


async def slide(scene: Scene, selector: str, wanted: int) -> Sequence[Action]:
    """What brings a slider nearer to the value; nothing where it has it. One click on the track, then arrow keys."""
    told = "({ value, min, max, orientation }) => ({ value, min, max, orientation })"
    slider = await scene.ask(f"() => ({told})($('{selector}').slider('option'))")
    if (by := wanted - slider["value"]) == 0:
        return ()
    if abs(by) > 3 and not _was_clicked(scene, selector):
        place = _on_track(await scene.one(selector), slider["orientation"], wanted, slider["min"], slider["max"])
        return (Click(point=scene.point(*place), target=selector),)
    arrows = [Press(keys=("ArrowRight" if by > 0 else "ArrowLeft",))] * min(abs(by), 12)
    return await scene.press_one(f"{selector} .ui-slider-handle", None, *arrows)


def _on_track(track: Element, way: str, wanted: int, least: int, most: int) -> tuple[float, float]:
    """Where a value lies on a track, in CSS pixels within it."""
    left, top, right, bottom = track.box
    share, (x, y) = (wanted - least) / (most - least), track.middle
    if way == "horizontal":
        return min(max(left + share * (right - left), left + 1), right - 2), y
    return x, min(max(bottom - share * (bottom - top), top + 1), bottom - 2)


def _was_clicked(scene: Scene, target: str) -> bool:
    deeds = (action for step in scene.history for action in step.decision.actions)
    return any(isinstance(action, Click) and action.target == target for action in deeds)


async def spinner(scene: Scene) -> Sequence[Action]:
    """A spinner, with the arrow keys."""
    wanted = int(scene.told_as(r"Select (-?\d+) with")[0])
    field = await scene.one("#spinner")
    if (by := wanted - int(field.value or 0)) == 0:
        return await scene.press_one(SUBMIT)
    return scene.press(field, *[Press(keys=("ArrowUp" if by > 0 else "ArrowDown",))] * abs(by))


async def colour(scene: Scene) -> Sequence[Action]:
    """A colour, written into its field; a click elsewhere closes the picker, which hides the button."""
    if swatch := await scene.all("#query .cc"):
        wanted = swatch[0].attributes["style"].removeprefix("background-color:#")
    else:
        name = scene.told_as(r"Select (.+) with the color picker")[0]
        names = await scene.ask(
            "() => Object.fromEntries(ui_utils.COLORS.map(name => [name, ui_utils.colorNameToHex(name)]))"
        )
        wanted = names[name].removeprefix("#")
    field = await scene.one("#col")
    if field.value.lower() != wanted:
        return scene.press(field, Press(keys=("Control", "a")), Type(text=wanted))
    submit = await scene.one(SUBMIT)
    return scene.press(submit) if submit.spot else await scene.press_one("#query")


SOLUTIONS: Mapping[str, Solution] = {
    "choose-list": listed,
    "click-checkboxes": boxes,
    "click-checkboxes-large": boxes,
    "click-checkboxes-soft": boxes_of_like_meaning,
    "click-checkboxes-transfer": boxes,
    "click-option": radio,
    "click-scroll-list": scroll_list,
    "form-sequence": slider_and_box,
    "form-sequence-3": drop_down_and_button,
    "number-checkboxes": digit_of_boxes,
    "odd-or-even": parity,
    "use-colorwheel": colour,
    "use-colorwheel-2": colour,
    "use-slider": slider,
    "use-slider-2": sliders,
    "use-spinner": spinner,
}
