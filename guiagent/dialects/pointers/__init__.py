"""The families of models that only point, by the names of their dialects; one file each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from guiagent.dialects.pointers.holo import Localization
from guiagent.dialects.pointers.kosmos import Kosmos
from guiagent.dialects.pointers.locations import Florence, PaliGemma
from guiagent.dialects.pointers.molmo import Molmo
from guiagent.dialects.pointers.moondream import Moondream
from guiagent.dialects.pointers.prompted import prompted
from guiagent.dialects.pointing import Pointing

POINTINGS: dict[str, Callable[[], Pointing]] = {
    "aria-ui": partial(prompted, "aria-ui"),
    "florence2": Florence,
    "gelato": partial(prompted, "gelato"),
    "gta1": partial(prompted, "gta1"),
    "holo1": partial(Localization, "Click(x, y)"),
    "holo1.5": partial(Localization, "click_absolute"),
    "holo2": partial(Localization, "x, y"),
    "infigui": partial(prompted, "infigui"),
    "kosmos2": Kosmos,
    "molmo": Molmo,
    "molmo2": partial(Molmo, generation=2),
    "moondream": Moondream,
    "os-atlas-4b": partial(prompted, "os-atlas-4b"),
    "os-atlas-7b": partial(prompted, "os-atlas-7b"),
    "paligemma": PaliGemma,
    "seeclick": partial(prompted, "seeclick"),
    "showui-point": partial(prompted, "showui"),
    "ui-ins": partial(prompted, "ui-ins"),
    "ui-venus-ground": partial(prompted, "ui-venus-ground"),
    "ui-venus-point": partial(prompted, "ui-venus"),
    "uground": partial(prompted, "uground"),
    "uground-first": partial(prompted, "uground-first"),
}
