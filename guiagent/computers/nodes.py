"""The DOM of a page by frames, as the DevTools protocol tells it: what scripts of the page neither see nor change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import CDPSession, Error

WORLD = "guiagent-elements"
CLOSED = 20
"""Closed shadow roots that are looked into."""
HEARD = 400
"""Elements with listeners that are asked about, in a frame; each costs a message."""
PRESSES = frozenset({"click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup"})
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """An isolated world of one frame: the page's DOM, with prototypes that the page cannot overwrite."""

    session: CDPSession
    context: int

    async def call(self, declared: str, *arguments: Any, nodes: Sequence[int] = ()) -> Any:
        """What a function returns, given values and then elements, by their backend ids; raises playwright's Error."""
        held = await asyncio.gather(*(self._held(node) for node in nodes))
        values = [{"value": value} for value in arguments]
        call = {
            "functionDeclaration": declared,
            "executionContextId": self.context,
            "arguments": [*values, *held],
            "returnByValue": True,
        }
        answer = await self.session.send("Runtime.callFunctionOn", call)
        if "exceptionDetails" in answer:
            raise Error(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    async def _held(self, node: int) -> dict[str, str | None]:
        """A node as an argument; null for one that has gone meanwhile."""
        asked = {"backendNodeId": node, "executionContextId": self.context, "objectGroup": WORLD}
        try:
            resolved = await self.session.send("DOM.resolveNode", asked)
        except Error:
            return {"value": None}
        return {"objectId": resolved["object"]["objectId"]}


@dataclass(frozen=True, slots=True)
class Nodes:
    """What matters of the frames in one process, by frame id: nodes are told by their backend ids.

    `frames`: their ids; `inner`: the elements that hold frames, with the ids of these; `closed`: closed shadow roots,
    but those of the browser's own controls; `heard`: elements that listen to presses.
    """

    session: CDPSession
    main: str
    frames: set[str] = field(default_factory=set)
    inner: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    async def of(cls, session: CDPSession) -> Nodes:
        """One look at a page, or at a frame in a process of its own."""
        main = str((await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"])
        found = cls(session, main)
        found._sort(await _flat(session), await _listening(session))
        return found

    async def world(self, frame: str) -> World:
        """The isolated world of a frame; the same one every time."""
        made = await self.session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
        return World(self.session, int(made["executionContextId"]))

    async def release(self) -> None:
        """Let go of the nodes that were given to scripts."""
        await self.session.send("Runtime.releaseObjectGroup", {"objectGroup": WORLD})

    def _sort(self, nodes: Sequence[Node], listening: frozenset[int]) -> None:
        up, frames = _climbs(nodes, self.main)
        self.frames.update(frames.values())
        for node in nodes:
            frame = _frame(int(node["nodeId"]), up, frames)
            if "frameId" in node and node["localName"] != "html":
                self.inner[frame].append((int(node["backendNodeId"]), str(node["frameId"])))
            if node["backendNodeId"] in listening and node["nodeType"] == 1:
                self.heard[frame].append(int(node["backendNodeId"]))
            for root in node.get("shadowRoots", ()):
                if root["shadowRootType"] == "closed":
                    self.closed[frame].append(int(root["backendNodeId"]))


def _climbs(nodes: Sequence[Node], main: str) -> tuple[dict[int, int], dict[int, str]]:
    """The node above each one, and the frame of each one that has none above it: the documents. By node ids."""
    up: dict[int, int] = {}
    frames: dict[int, str] = {}
    for node in nodes:
        number = int(node["nodeId"])
        if "parentId" in node:
            up[number] = int(node["parentId"])
        for root in node.get("shadowRoots", ()):
            up[int(root["nodeId"])] = number
        if "contentDocument" in node:
            frames[int(node["contentDocument"]["nodeId"])] = str(node["frameId"])
        elif node["nodeType"] == 9:
            frames.setdefault(number, main)
    return up, frames


def _frame(node: int, up: Mapping[int, int], frames: dict[int, str]) -> str:
    """The frame of a node; what was climbed over is remembered in `frames`."""
    climbed = []
    while node not in frames and node in up:
        climbed.append(node)
        node = up[node]
    frame = frames.get(node, "")
    frames.update(dict.fromkeys(climbed, frame))
    return frame


async def _flat(session: CDPSession) -> Sequence[Node]:
    """All DOM nodes as a list: as a tree, Chromium refuses to tell them where some stand about 100 deep."""
    await session.send("DOM.enable")
    try:
        document = await session.send("DOM.getFlattenedDocument", {"depth": -1, "pierce": True})
    finally:
        await session.send("DOM.disable")
    nodes: Sequence[Node] = document["nodes"]
    return nodes


async def _listening(session: CDPSession) -> frozenset[int]:
    """All nodes that listen to presses, through frames and shadow roots: one question, however many there are.

    Asked of the page's own world: asked of another, Chromium hands that one objects of the page's.
    """
    asked = {"expression": "document", "objectGroup": WORLD}
    document = (await session.send("Runtime.evaluate", asked))["result"]["objectId"]
    told = await session.send("DOMDebugger.getEventListeners", {"objectId": document, "depth": -1, "pierce": True})
    return frozenset(int(one["backendNodeId"]) for one in told["listeners"] if one["type"] in PRESSES)
