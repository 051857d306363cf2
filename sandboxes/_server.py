"""A web application on loopback: its own thread and event loop, so that it answers while the agent is thinking."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from guiagent.errors import SandboxError

HOST = "127.0.0.1"


@asynccontextmanager
async def serving(app: Any, port: int = 0) -> AsyncIterator[str]:
    """The address of an ASGI application while it is served; port 0 takes a free one. Raises SandboxError."""
    listener = _listen(port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", ws="none", loop="asyncio", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    # Outside the main thread uvicorn leaves the signal handlers alone: Ctrl-C belongs to the command.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.shield(asyncio.to_thread(thread.join))


def _listen(port: int) -> socket.socket:
    """A socket that accepts connections from now on; they wait until the server takes them."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SandboxError(f"cannot listen on {HOST}:{port}: {error.strerror}") from error
    return listener
