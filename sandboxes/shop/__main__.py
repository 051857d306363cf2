"""Look at a shop by hand: `python -m guiagent.sandboxes.shop --seed 7 --port 8000`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from guiagent.sandboxes.shop import Shop


async def _serve(seed: int, shop: Shop) -> None:
    async with shop.open(seed) as session:
        customer = session.world.customer
        print(f"{session.world.name} is open at {session.url} (Ctrl-C closes it)")
        print(f"log in as {customer.email} with {customer.password}")
        await asyncio.Event().wait()


def main() -> None:
    """Keep a shop open until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m guiagent.sandboxes.shop", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="which shop")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--database", type=Path, help="keep its state in this file")
    options = parser.parse_args()
    try:
        asyncio.run(_serve(options.seed, Shop(options.database, options.port)))
    except KeyboardInterrupt:
        print("closed")


if __name__ == "__main__":
    main()
