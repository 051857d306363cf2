"""Solutions that choose days in calendars, and book what there is on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guiagent.actions import Action, Drag
from guiagent.tasks.miniwob.solutions.scene import Element, Scene, Solution, first

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


async def date(scene: Scene) -> Sequence[Action]:
    """A day in a calendar that opens at its last month, then submit."""
    (day,) = scene.told_as(r"(\d\d/\d\d/\d{4})")
    return await pick(scene, day) or await scene.press_one("#subbtn")


async def pick(scene: Scene, date: str) -> Sequence[Action]:
    """What brings a date, as 03/31/2016, nearer to the field; nothing where it stands there."""
    field = await scene.one("#datepicker")
    if field.value == date:
        return ()
    if not await scene.shown("#ui-datepicker-div"):
        return scene.press(field)
    month, day, _ = (int(part) for part in date.split("/"))
    back = MONTHS.index((await scene.one(".ui-datepicker-month")).text) + 1 - month
    if back:
        return await scene.press_one(".ui-datepicker-prev") * back
    return await scene.press_one("#ui-datepicker-div td a", str(day))


async def flight(scene: Scene) -> Sequence[Action]:
    """The cheapest or shortest flight between two towns on a day."""
    wanted, origin, destination, date = scene.told_as(r"the (\w+) one-way flight from: (.+) to: (.+) on (\S+)\.$")
    if await scene.shown("#results"):
        by = "data-price" if wanted == "cheapest" else "data-duration"
        values = [int(each.attributes[by]) for each in await scene.all(f"#results [{by}]")]
        return scene.press((await scene.all(".flight-price"))[values.index(min(values))])
    for selector, town in (("#flight-from", origin), ("#flight-to", destination)):
        if actions := await airport(scene, selector, town):
            return actions
    return await pick(scene, date) or await scene.press_one("#search")


async def airport(scene: Scene, selector: str, town: str) -> Sequence[Action]:
    """Write an airport's full name and take it from the list that drops down."""
    names = await scene.ask("() => DOMESTIC_FLIGHTS")
    name = first(each for each in names if town in each)
    offered = [item for item in await scene.shown(".ui-autocomplete .ui-menu-item") if item.text == name]
    if (await scene.one(selector)).value == name:
        return scene.press(offered[0]) if offered else ()
    return await scene.fill(selector, name)


async def event(scene: Scene) -> Sequence[Action]:
    """An event of some length in a part of the day: drag over free half hours, then name it."""
    length, unit, name, start, end = scene.told_as(
        r'a ([\d.]+) (hours?|mins) event named "(\w+)", between (\w+) and (\w+)'
    )
    if await scene.shown("#create-event"):
        return await scene.fill("#event-name", name) or await scene.press_one("#create-event .create")
    count = round(float(length) * 2) if unit.startswith("hour") else int(length) // 30
    halves = await scene.all("#area .half-hour")
    taken = {half for each in await scene.all("#area .event") for half in _halves_of(each)}
    begin = first(
        begin for begin in range(_half(start), _half(end) - count + 1) if not taken & {*range(begin, begin + count)}
    )
    return _over(scene, halves[begin : begin + count])


def _halves_of(event: Element) -> range:
    """The half hours that an event takes, by their place in the day: one is 20.42 CSS pixels high."""
    begin = round((float(event.attributes["style"].split("px")[0].removeprefix("top: ")) - 4) / 20.42)
    return range(begin, begin + int(event.attributes["data-duration"]))


def _half(hour: str) -> int:
    """The place of an hour, as 8AM, among the day's half hours."""
    return 2 * (int(hour[:-2]) % 12 + (12 if hour.endswith("PM") else 0))


def _over(scene: Scene, chosen: Sequence[Element]) -> Sequence[Action]:
    """Drag from the first half hour to the last, both of which must be seen."""
    top, bottom = chosen[0], chosen[-1]
    if top.spot is None or bottom.spot is None:
        return (scene.towards(chosen[len(chosen) // 2]),)
    x = top.middle[0]
    ends = (top.middle[1] - 3, bottom.middle[1] + (3 if bottom is top else 0))
    return (Drag(path=tuple(scene.point(x, y) for y in ends)),)


SOLUTIONS: Mapping[str, Solution] = {
    "book-flight": flight,
    "book-flight-nodelay": flight,
    "choose-date": date,
    "choose-date-easy": date,
    "choose-date-medium": date,
    "choose-date-nodelay": date,
    "daily-calendar": event,
}
