"""Product pictures, drawn by code: an SVG for each shape, in the product's colour."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from guiagent.sandboxes.shop.catalogue import Product

_SIZE = 320


def picture(product: Product) -> str:
    """The product's picture: an SVG of 320 × 320."""
    rng = Random(f"{product.sku}:{product.name}")
    hue = product.hue
    paint = {
        "light": f"hsl({hue} 55% 68%)",
        "main": f"hsl({hue} 48% 50%)",
        "dark": f"hsl({hue} 50% 32%)",
        "paper": f"hsl({(hue + 40) % 360} 45% 94%)",
        "line": f"hsl({hue} 40% 22%)",
    }
    body = _SHAPES[product.shape](rng, paint)
    ground = f"hsl({(hue + 180) % 360} 28% 93%)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}">'
        f'<rect width="{_SIZE}" height="{_SIZE}" fill="{ground}"/>'
        f'<circle cx="{rng.randrange(90, 230)}" cy="{rng.randrange(80, 150)}" r="{rng.randrange(80, 130)}" fill="#fff" opacity=".55"/>'
        f'<ellipse cx="160" cy="272" rx="104" ry="14" fill="#000" opacity=".13"/>{body}</svg>'
    )


Paint = dict[str, str]


def _tin(rng: Random, c: Paint) -> str:
    leaf = (
        f'<path d="M160 {(y := rng.randrange(150, 170))}c22 -34 46 -22 42 6c-18 22 -36 12 -42 -6z" fill="{c["main"]}"/>'
    )
    return (
        f'<rect x="92" y="92" width="136" height="180" rx="10" fill="{c["main"]}"/>'
        f'<rect x="92" y="92" width="40" height="180" rx="10" fill="{c["light"]}" opacity=".6"/>'
        f'<rect x="84" y="66" width="152" height="38" rx="9" fill="{c["dark"]}"/>'
        f'<rect x="104" y="128" width="112" height="104" rx="{rng.choice((4, 20, 52))}" fill="{c["paper"]}"/>{leaf}'
        f'<path d="M158 {y}c-24 -26 -44 -12 -38 10c18 16 32 6 38 -10z" fill="{c["dark"]}"/>'
        f'<path d="M128 208h64M140 218h40" stroke="{c["line"]}" stroke-width="4" stroke-linecap="round"/>'
    )


def _pouch(rng: Random, c: Paint) -> str:
    beans = "".join(
        f'<g transform="translate({x} {y}) rotate({rng.randrange(180)})"><ellipse rx="13" ry="9" fill="{c["dark"]}"/>'
        f'<path d="M-11 0q11 -5 22 0" stroke="{c["paper"]}" stroke-width="2" fill="none"/></g>'
        for x, y in ((142, 178), (176, 170), (160, 200))
    )
    return (
        f'<path d="M98 70h124l14 196q-76 14 -152 0z" fill="{c["main"]}"/><path d="M98 70h36l-6 200q-22 -1 -44 -4z" fill="{c["light"]}" opacity=".55"/>'
        f'<rect x="94" y="52" width="132" height="30" rx="4" fill="{c["dark"]}"/><path d="M98 92h124" stroke="{c["paper"]}" stroke-width="3" stroke-dasharray="7 5"/>'
        f'<circle cx="160" cy="184" r="{rng.randrange(50, 58)}" fill="{c["paper"]}"/>{beans}'
    )


def _mug(rng: Random, c: Paint) -> str:
    width = rng.randrange(110, 150)
    left = 150 - width // 2
    bands = "".join(
        f'<rect x="{left}" y="{y}" width="{width}" height="8" fill="{c["paper"]}" opacity=".8"/>'
        for y in rng.sample(range(150, 240, 18), 2)
    )
    return (
        f'<path d="M{left + width - 6} 150q64 -6 54 40q-8 38 -62 40" fill="none" stroke="{c["dark"]}" stroke-width="17"/>'
        f'<path d="M{left} 118h{width}v118q0 36 -36 36h-{width - 72}q-36 0 -36 -36z" fill="{c["main"]}"/>{bands}'
        f'<rect x="{left + 14}" y="128" width="14" height="118" rx="7" fill="#fff" opacity=".3"/>'
        f'<ellipse cx="150" cy="118" rx="{width // 2}" ry="15" fill="{c["dark"]}"/>'
        f'<path d="M130 92q-12 -18 2 -34M160 92q-12 -18 2 -34" stroke="{c["light"]}" stroke-width="6" fill="none" stroke-linecap="round"/>'
    )


def _book(rng: Random, c: Paint) -> str:
    tilt = rng.randrange(-9, 10)
    label = rng.choice((
        f'<rect x="128" y="104" width="72" height="44" rx="4" fill="{c["paper"]}"/>',
        f'<circle cx="164" cy="130" r="30" fill="{c["paper"]}"/>',
        f'<path d="M128 110h74M128 128h74M128 146h44" stroke="{c["paper"]}" stroke-width="7"/>',
    ))  # fmt: skip
    return (
        f'<g transform="rotate({tilt} 160 170)"><rect x="98" y="66" width="136" height="204" rx="6" fill="{c["paper"]}" stroke="{c["line"]}" stroke-width="2"/>'
        f'<rect x="90" y="60" width="136" height="204" rx="8" fill="{c["main"]}"/><rect x="90" y="60" width="24" height="204" rx="8" fill="{c["dark"]}"/>{label}'
        f'<rect x="200" y="60" width="8" height="204" fill="{c["light"]}"/></g>'
    )


def _lamp(rng: Random, c: Paint) -> str:
    top, bottom = rng.randrange(30, 60), rng.randrange(66, 88)
    return (
        f'<path d="M{160 - bottom} 150L{160 - bottom - 40} 270h{2 * bottom + 80}L{160 + bottom} 150z" fill="#ffe9a8" opacity=".55"/>'
        f'<path d="M160 150v112" stroke="{c["line"]}" stroke-width="9"/><rect x="108" y="258" width="104" height="15" rx="7" fill="{c["dark"]}"/>'
        f'<path d="M{160 - top} 62h{2 * top}L{160 + bottom} 152H{160 - bottom}z" fill="{c["main"]}"/>'
        f'<path d="M{160 - top} 62h26L{160 - bottom + 34} 152H{160 - bottom}z" fill="{c["light"]}" opacity=".7"/><circle cx="160" cy="156" r="13" fill="#fff3c4"/>'
    )


def _pot(rng: Random, c: Paint) -> str:
    leaves = "".join(
        f'<path d="M160 150q{dx} -{rng.randrange(40, 64)} {dx * 2} -{rng.randrange(60, 104)}q{12 if dx > 0 else -12} 60 -{dx * 2} 104z" fill="hsl({rng.randrange(95, 150)} 38% {rng.randrange(30, 46)}%)"/>'
        for dx in (-46, -26, -8, 10, 28, 46)
    )
    return (
        f'{leaves}<path d="M104 158h112l-16 112h-80z" fill="{c["main"]}"/><path d="M104 158h34l-4 112h-14z" fill="{c["light"]}" opacity=".6"/>'
        f'<rect x="94" y="142" width="132" height="28" rx="6" fill="{c["dark"]}"/>'
    )


def _bag(rng: Random, c: Paint) -> str:
    pocket = rng.randrange(168, 190)
    return (
        f'<path d="M122 110q0 -58 38 -58t38 58" fill="none" stroke="{c["dark"]}" stroke-width="13"/>'
        f'<path d="M84 108h152l12 164h-176z" fill="{c["main"]}"/><path d="M84 108h38l-8 164h-42z" fill="{c["light"]}" opacity=".5"/>'
        f'<rect x="112" y="{pocket}" width="96" height="66" rx="9" fill="{c["dark"]}" opacity=".75"/>'
        f'<path d="M112 {pocket + 18}h96" stroke="{c["paper"]}" stroke-width="3" stroke-dasharray="6 4"/><rect x="152" y="{pocket + 10}" width="16" height="22" rx="4" fill="{c["paper"]}"/>'
    )


def _box(rng: Random, c: Paint) -> str:
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="8" fill="{c["line"]}"/>'
        for x, y in rng.sample([(112, 190), (140, 162), (140, 218), (168, 190), (126, 176), (154, 204)], 4)
    )
    return (
        f'<path d="M72 128l40 -40h150l-40 40z" fill="{c["light"]}"/><path d="M222 128l40 -40v140l-40 44z" fill="{c["dark"]}"/>'
        f'<rect x="72" y="128" width="150" height="144" fill="{c["main"]}"/><rect x="94" y="146" width="92" height="92" rx="14" fill="{c["paper"]}"/>{dots}'
        f'<path d="M94 254h110" stroke="{c["paper"]}" stroke-width="7" stroke-linecap="round"/>'
    )


def _cloth(rng: Random, c: Paint) -> str:
    stripes = "".join(
        f'<rect x="72" y="{y}" width="176" height="{rng.randrange(5, 12)}" fill="{c["paper"]}" opacity=".85"/>'
        for y in sorted(rng.sample(range(128, 250, 20), rng.choice((2, 3, 4))))
    )
    return (
        f'<rect x="72" y="226" width="176" height="46" rx="18" fill="{c["dark"]}"/><rect x="72" y="176" width="176" height="54" rx="18" fill="{c["main"]}"/>'
        f'<path d="M72 186V120q0 -22 22 -22h132q22 0 22 22v66q0 0 -20 0h-136q-20 0 -20 0z" fill="{c["light"]}"/>{stripes}'
        f'<path d="M90 272v10M110 272v10M130 272v10M150 272v10M170 272v10M190 272v10M210 272v10M230 272v10" stroke="{c["dark"]}" stroke-width="3"/>'
    )


def _bottle(rng: Random, c: Paint) -> str:
    pump = (
        f'<path d="M154 84v-30h-34v-12h58v42z" fill="{c["line"]}"/>'
        if rng.random() < 0.5
        else f'<rect x="136" y="46" width="48" height="40" rx="6" fill="{c["line"]}"/>'
    )
    return (
        f'{pump}<path d="M138 84h44v20q34 12 34 46v98q0 24 -24 24h-64q-24 0 -24 -24v-98q0 -34 34 -46z" fill="{c["main"]}"/>'
        f'<path d="M118 150q0 -26 20 -34v150h-10q-10 0 -10 -14z" fill="#fff" opacity=".3"/>'
        f'<rect x="116" y="164" width="88" height="74" rx="{rng.choice((3, 12, 36))}" fill="{c["paper"]}"/><path d="M134 194h52M144 210h32" stroke="{c["dark"]}" stroke-width="5" stroke-linecap="round"/>'
    )


_SHAPES: dict[str, Callable[[Random, Paint], str]] = {
    "tin": _tin, "pouch": _pouch, "mug": _mug, "book": _book, "lamp": _lamp,
    "pot": _pot, "bag": _bag, "box": _box, "cloth": _cloth, "bottle": _bottle,
}  # fmt: skip
