"""Web pages made from a seed, whose elements are known: what candidates, marks and grounders are measured on.

A target carries `data-target`, what a person would call it, and `data-type`, text or icon, as in ScreenSpot.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from guiagent.bench.grounding.page_words import ICONS, WORDS

STYLE = Path(__file__).with_name("pages.css")
THEMES = (
    ("#ffffff", "#1f2328", "#0b57d0", "#ffffff", "#c9ced6", "#f3f5f8"),
    ("#f6f1e7", "#33291b", "#8a3b12", "#fffaf0", "#cdbfa6", "#efe5d2"),
    ("#12161c", "#dbe2ea", "#4ea1ff", "#0c0f14", "#36404c", "#1b212a"),
    ("#1e1b2e", "#e9e4ff", "#c08bff", "#191627", "#453f63", "#2a2540"),
    ("#eef6f2", "#0f2f25", "#0d8a5f", "#ffffff", "#b9d3c8", "#dff0e8"),
)
"""Ground, ink, accent, the accent's ink, lines, panels."""
FONTS = (
    "system-ui",
    "Georgia, serif",
    "DejaVu Sans",
    "Nimbus Sans Narrow, sans-serif",
    "monospace",
    "URW Gothic, sans-serif",
)


FILLS = (
    "background: «accent»; color: «onaccent»; border: 1px solid «accent»",
    "background: «panel»; color: «ink»; border: 1px solid «line»",
)


@dataclass(frozen=True)
class GroundingPage:
    """A page, the kind it is of, and the scale factor of the screen that it is to be seen on."""

    kind: str
    seed: int
    html: str
    scale: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.seed}"


class Maker:
    """Writes the parts of one page in one style and one language."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = WORDS[random.choice(sorted(WORDS))]
        self._named: dict[str, int] = {}

    def word(self, kind: str) -> str:
        return self.random.choice(self.words[kind])

    def target(self, name: str, kind: str = "text") -> str:
        """The attributes of a target; the second of a name is told apart by its number."""
        self._named[name] = count = self._named.get(name, 0) + 1
        said = name if count == 1 else f"{name} ({count})"
        return f'data-target="{html.escape(said)}" data-type="{kind}"'

    def link(self, text: str, look: str = "") -> str:
        return f'<a href="#" class="{look}" {self.target(text)}>{html.escape(text)}</a>'

    def button(self, text: str, look: str = "button") -> str:
        tag = self.random.choice(('button type="button"', 'button type="button"', 'div role="button" tabindex="0"'))
        return f'<{tag} class="{look}" {self.target(text)}>{html.escape(text)}</{tag.split()[0]}>'

    def icon(self, size: int | None = None) -> str:
        """A button that shows a picture alone."""
        name, path = self.random.choice(sorted(ICONS.items()))
        side = size or self.random.choice((14, 16, 18, 20, 24))
        wide, full = self.random.choice(("1.5", "2", "2.5")), self.random.choice(("none", "currentColor"))
        line = f'fill="{full if path.endswith("z") else "none"}" stroke="currentColor" stroke-width="{wide}"'
        drawn = f'<svg width="{side}" height="{side}" viewBox="0 0 24 24" {line}><path d="{path}"/></svg>'
        look = self.random.choice(("icon", "icon", "icon framed"))
        tag = self.random.choice(("button", "button", "a"))
        more = ' href="#"' if tag == "a" else ' type="button"'
        return f'<{tag}{more} class="{look}" aria-label="{name}" {self.target(name, "icon")}>{drawn}</{tag}>'

    def picture(self, side: int) -> str:
        """A link that is an image."""
        hue = self.random.randrange(360)
        middle, other = side // 2, (hue + 120) % 360
        drawn = (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}'>"
            f"<rect width='{side}' height='{side}' fill='hsl({hue},55%,60%)'/>"
            f"<circle cx='{middle}' cy='{middle}' r='{side // 4}' fill='hsl({other},60%,40%)'/></svg>"
        )
        name = self.word("things")
        source = f"data:image/svg+xml,{drawn}".replace("#", "%23")
        about = self.target(f"picture of {name}", "icon")
        return f'<a href="#" style="display:inline-block" {about}><img alt="" src="{source}"></a>'

    def field(self, label: str) -> str:
        kind = self.random.choice(("text", "text", "search", "email", "number", "password", "date"))
        held = self.random.choice(("", "", f'placeholder="{self.word("things")}"'))
        if kind in ("text", "search") and self.random.random() < 0.3:
            held = f'value="{self.word("names")}"'
        return f'<label class="field"><span>{label}</span><input type="{kind}" {held} {self.target(label)}></label>'

    def choice(self, label: str) -> str:
        options = "".join(f"<option>{self.word('things')}</option>" for _ in range(4))
        return f'<label class="field"><span>{label}</span><select {self.target(label)}>{options}</select></label>'

    def tick(self, label: str) -> str:
        """A checkbox, a radio button or a switch, native or drawn."""
        kind, on = self.random.choice(("checkbox", "radio", "switch")), self.random.random() < 0.4
        if kind == "switch":
            state = str(on).lower()
            return (
                f'<div class="tick"><span role="switch" tabindex="0" aria-checked="{state}" aria-label="{label}" '
                f'class="switch {"on" if on else ""}" {self.target(label, "icon")}><i></i></span> {label}</div>'
            )
        return (
            f'<label class="tick"><input type="{kind}" name="{kind}" {"checked" if on else ""} '
            f"{self.target(label, 'icon')}> {label}</label>"
        )


def _style(random: Random) -> str:
    colours = dict(zip(("ground", "ink", "accent", "onaccent", "line", "panel"), random.choice(THEMES), strict=True))
    pad = random.choice((3, 5, 8, 11))
    values = {
        "filled": random.choice(FILLS),
        **colours,
        "size": random.choice((12, 13, 14, 15, 16, 18)),
        "font": random.choice(FONTS),
        "pad": pad,
        "wide": pad + 7,
        "double": pad * 2 + 4,
        "round": random.choice((0, 3, 6, 14)),
        "underline": random.choice(("underline", "none")),
        "card": random.choice((180, 220, 260)),
        "field": random.choice((260, 340, 420)),
    }
    text = STYLE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"«{name}»", str(value))
    return text


def _header(make: Maker) -> str:
    links = " ".join(make.link(make.word("places"), "quiet") for _ in range(make.random.randint(2, 5)))
    icons = "".join(make.icon() for _ in range(make.random.randint(1, 3)))
    return f'<div class="bar"><b>{make.word("names")}</b>{links}<span style="flex:1"></span>{icons}</div>'


def form(make: Maker) -> str:
    parts = [make.random.choice((make.field, make.choice, make.tick))(make.word("labels")) for _ in range(7)]
    said = make.word("labels")
    area = f'<label class="field"><span>{said}</span><textarea rows="2" {make.target(said)}></textarea></label>'
    level = f'<input type="range" aria-label="level" {make.target("level", "icon")}>'
    range_ = f'<div class="tick">{level} {make.word("labels")}</div>'
    ends = make.button(make.word("deeds")) + make.button(make.word("deeds"), "quiet")
    return f"{_header(make)}<h1>{make.word('places')}</h1>{''.join(parts)}{area}{range_}<div class='row'>{ends}</div>"


def table(make: Maker) -> str:
    rows = []
    for number in range(make.random.randint(8, 14)):
        deeds = "".join((make.link(make.word("deeds")) + " ") if number % 2 else make.icon(15) for _ in range(2))
        tick = f'<input type="checkbox" aria-label="row" {make.target("row", "icon")}>'
        cells = (tick, make.link(make.word("names")), make.word("things"), f"{make.random.randint(2, 900)}.50", deeds)
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    heads = "".join(f"<th>{make.word('labels')}</th>" for _ in range(5))
    pages = "".join(make.link(str(number), "quiet") for number in (1, 2, 3))
    return f"{_header(make)}<table><tr>{heads}</tr>{''.join(rows)}</table><div class='row'>{pages}</div>"


def toolbar(make: Maker) -> str:
    bars = ["".join(make.icon() for _ in range(make.random.randint(8, 16))) for _ in range(2)]
    lines = "".join(f"<p>{' '.join(make.word('things') for _ in range(12))}</p>" for _ in range(6))
    return (
        "".join(f'<div class="bar" style="gap:2px">{bar}</div>' for bar in bars)
        + lines
        + make.button(make.word("deeds"))
    )


def cards(make: Maker) -> str:
    found = []
    for _ in range(make.random.randint(4, 8)):
        deeds = make.button(make.word("deeds")) + make.icon()
        found.append(
            f'<div class="card">{make.picture(90)}<p>{make.link(make.word("things"))}</p><p>9.90</p>{deeds}</div>'
        )
    return f'{_header(make)}<div class="cards">{"".join(found)}</div>'


def menu(make: Maker) -> str:
    side = "".join(make.link(make.word("places")) for _ in range(9))
    tabs = "".join(
        f'<div role="tab" aria-selected="{str(at == 0).lower()}" {make.target(said)}>{said}</div>'
        for at in range(4)
        if (said := make.word("places"))
    )
    text = "".join(
        f"<p>{make.word('things')} {make.link(make.word('things'))} {make.word('names')}</p>" for _ in range(5)
    )
    ticks = "".join(make.tick(make.word("labels")) for _ in range(4))
    main = f'<main><div class="tabs">{tabs}</div>{text}{ticks}</main>'
    return f'{_header(make)}<div class="side"><nav class="menu">{side}</nav>{main}</div>'


def dialog(make: Maker) -> str:
    quiet = Maker(make.random)  # what the dialog covers is no target
    under = "".join(f"<p>{' '.join(quiet.word('things') for _ in range(16))}</p>" for _ in range(8))
    inside = make.field(make.word("labels")) + make.tick(make.word("labels"))
    ends = make.button(make.word("deeds")) + make.button(make.word("deeds"), "quiet")
    shown = f"{make.icon(16)}<h1>{make.word('places')}</h1>{inside}{ends}"
    return f'{under}<div class="cover"></div><div class="dialog">{shown}</div>'


KINDS: dict[str, Callable[[Maker], str]] = {
    "form": form,
    "table": table,
    "toolbar": toolbar,
    "cards": cards,
    "menu": menu,
    "dialog": dialog,
}


def grounding_page(kind: str, seed: int) -> GroundingPage:
    """The page of this kind and seed: the same each time."""
    random = Random(f"{kind} {seed}")
    style = _style(random)
    body = KINDS[kind](Maker(random))
    scale = random.choice((1.0, 1.0, 1.0, 1.5, 2.0))
    page = f'<!doctype html><meta charset="utf-8"><title>{kind}</title><style>{style}</style>{body}'
    return GroundingPage(kind, seed, page, scale)
