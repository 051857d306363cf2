"""Look at a mailbox by hand: `python -m guiagent.sandboxes.mail --seed 7 --port 8000`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from guiagent.sandboxes.mail import Mail


async def _serve(seed: int, mail: Mail) -> None:
    async with mail.open(seed) as session:
        print(f"The mailbox of {session.world.owner.name} is open at {session.url} (Ctrl-C closes it)")
        await asyncio.Event().wait()


def main() -> None:
    """Keep a mailbox open until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m guiagent.sandboxes.mail", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="which mailbox")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--database", type=Path, help="keep its state in this file")
    options = parser.parse_args()
    try:
        asyncio.run(_serve(options.seed, Mail(options.database, options.port)))
    except KeyboardInterrupt:
        print("closed")


if __name__ == "__main__":
    main()
