"""Product pictures, drawn by code: an SVG template for each shape, in the product's colours."""

from __future__ import annotations

from random import Random

from jinja2 import Environment

from guiagent.sandboxes.shop.catalogue import Product

_KINDS = {"Bowl": "bowl", "Plate": "bowl", "Dish": "bowl", "Teapot": "jar", "Jug": "jar", "Jar": "jar", "Cellar": "jar"}
"""The last words of names that look unlike the rest of their category."""


def picture(templates: Environment, product: Product) -> str:
    """The product's picture: an SVG of 320 by 320, always the same."""
    rng = Random(f"{product.sku}:{product.name}")
    shape = _KINDS.get(product.name.split()[-1], product.shape) if product.shape == "mug" else product.shape
    return templates.get_template(f"pictures/{shape}.svg").render(rng=rng, c=_paint(product.hue))


def _paint(hue: int) -> dict[str, str]:
    """The colours of a picture from the hue of its thing, in degrees."""
    return {
        "light": f"hsl({hue} 55% 68%)",
        "main": f"hsl({hue} 48% 50%)",
        "dark": f"hsl({hue} 50% 32%)",
        "paper": f"hsl({(hue + 40) % 360} 45% 94%)",
        "line": f"hsl({hue} 40% 22%)",
        "ground": f"hsl({(hue + 180) % 360} 28% 93%)",
    }
