"""`make bench`: every figure that the documentation quotes, measured here and now."""

from __future__ import annotations

import asyncio

from guiagent.bench import requests, settle, steps


def main() -> None:
    """Steps, requests and settling, one table each."""
    asyncio.run(steps.main())
    asyncio.run(requests.main())
    asyncio.run(settle.main())


if __name__ == "__main__":
    main()
