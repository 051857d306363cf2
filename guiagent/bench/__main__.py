"""`make bench`: every figure that the documentation quotes, measured here and now."""

from __future__ import annotations

import asyncio

from guiagent.bench import local, requests, settle, steps


def main() -> None:
    """Steps, requests, settling and the KV cache, one table each."""
    asyncio.run(steps.main())
    asyncio.run(requests.main())
    asyncio.run(settle.main())
    asyncio.run(local.main())


if __name__ == "__main__":
    main()
