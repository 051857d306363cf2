"""A world to look at by hand: `python -m guiagent.sandboxes.NAME --seed 7 --port 8000`."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guiagent.sandboxes._seeded import SeededApp


def look_at(kind: type[SeededApp[Any, Any]], words: Callable[[Any], tuple[str, ...]]) -> None:
    """Keep a world open until Ctrl-C; the first of `words` names it, the others say how to use it."""
    name = kind.tables.world
    parser = argparse.ArgumentParser(prog=f"python -m guiagent.sandboxes.{name}", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help=f"which {name}")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--database", type=Path, help="keep its state in this file")
    options = parser.parse_args()
    try:
        asyncio.run(_serve(kind(options.database, options.port), options.seed, words))
    except KeyboardInterrupt:
        print("closed")


async def _serve(app: SeededApp[Any, Any], seed: int, words: Callable[[Any], tuple[str, ...]]) -> None:
    async with app.open(seed) as session:
        name, *more = words(session.world)
        print(f"{name} is open at {session.url} (Ctrl-C closes it)", *more, sep="\n", flush=True)
        await asyncio.Event().wait()
