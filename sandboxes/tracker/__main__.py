"""Look at a tracker by hand: `python -m guiagent.sandboxes.tracker --seed 7 --port 8000`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from guiagent.sandboxes.tracker import Tracker


async def _serve(seed: int, tracker: Tracker) -> None:
    async with tracker.open(seed) as session:
        print(f"{session.world.name} is open at {session.url} (Ctrl-C closes it)")
        await asyncio.Event().wait()


def main() -> None:
    """Keep a tracker open until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m guiagent.sandboxes.tracker", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="which tracker")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--database", type=Path, help="keep its state in this file")
    options = parser.parse_args()
    try:
        asyncio.run(_serve(options.seed, Tracker(options.database, options.port)))
    except KeyboardInterrupt:
        print("closed")


if __name__ == "__main__":
    main()
