"""A small world: a page where a note is written and saved, and a server that remembers what it was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from guiagent.actions import Click, Finish, Point, Type
from guiagent.computers.browser import Browser
from guiagent.records import Decision, Observation
from tests.servers.loopback import LoopbackServer, Request, Said, Sends

NOTE = "green tea"
TASK = f"Write the note '{NOTE}' and save it."
SIZE = (336, 224)
PAGE = """<!doctype html><meta charset="utf-8"><title>Notes</title><style>*{font:16px sans-serif;margin:0}
input,button,p{position:absolute;left:40px;width:250px;height:44px;box-sizing:border-box}
input{top:30px}button{top:100px}p{top:170px}</style>
<form method="post"><input aria-label="Note" name="note" autocomplete="off" autofocus><button>Save</button></form>
<p>%s</p>"""


@dataclass
class Notes(LoopbackServer):
    """`saved` is what the world's state says."""

    saved: list[str] = field(default_factory=list, init=False)

    def answer(self, request: Request) -> Said:
        self.saved += parse_qs(request.body.decode()).get("note", [""])
        return self.got(request)

    def got(self, request: Request) -> Said:
        return Sends((PAGE % (f"{len(self.saved)} saved" if self.saved else "")).encode(), "text/html")


@dataclass(frozen=True)
class Solution:
    """What is right on each step, by what the page itself says of its parts: two steps and the end."""

    browser: Browser

    async def step(self, index: int, now: Observation) -> Decision:
        match index:
            case 0:
                return Decision(thought="The field has the focus.", actions=(Type(text=NOTE),))
            case 1:
                return Decision(thought="The note is written.", actions=(Click(point=await self.where("Save")),))
        return Decision(thought="It is saved.", actions=(Finish(answer="saved"),))

    async def where(self, name: str) -> Point:
        """The middle of the button of this name."""
        return await self.browser.find("button", name)
