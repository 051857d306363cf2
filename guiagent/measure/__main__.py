"""`make bench`: every figure that the documentation quotes, measured here and now."""

from __future__ import annotations

import asyncio

from guiagent.measure import browsergym, candidates, local, requests, settle, steps


def main() -> None:
    """Steps, requests, settling, candidates, MiniWoB++ beside BrowserGym and the KV cache, one table each."""
    asyncio.run(steps.main())
    asyncio.run(requests.main())
    asyncio.run(settle.main())
    asyncio.run(candidates.main())
    asyncio.run(browsergym.main())
    asyncio.run(local.main())


if __name__ == "__main__":
    main()
