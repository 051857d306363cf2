"""`make bench`: every figure that the documentation quotes, measured here and now."""

from __future__ import annotations

import asyncio

from guiagent.measure import browsergym, candidates, episodes, local, requests, settle, steps


def main() -> None:
    """Steps, requests, settling, candidates, MiniWoB++ beside its floor and a peer, the KV cache: a table each."""
    asyncio.run(steps.main())
    asyncio.run(requests.main())
    asyncio.run(settle.main())
    asyncio.run(candidates.main())
    asyncio.run(episodes.main())
    asyncio.run(browsergym.main())
    asyncio.run(local.main())


if __name__ == "__main__":
    main()
