"""Solutions in a mailbox and on a wall of posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guiagent.actions import Action
from guiagent.tasks.miniwob.solutions.scene import Scene, Solution

_WANTED = """() => {
  const { emails, expectedDetails } = $._data(document.querySelector('#main .email-thread'), 'events').click[0].data;
  return { ...expectedDetails, place: emails.indexOf(expectedDetails.email) };
}"""
"""What the page's own handlers were given: the message, what is to be done with it, and what is to be written."""


async def mail(scene: Scene) -> Sequence[Action]:
    """Reply to a message, forward it, mark it or delete it; which one is meant, the page itself is asked.

    By sight that cannot always be told: of two messages by one sender one counts (1 in 500 seeds: 325), and some
    templates of the -turk variants mix up who wrote and who receives (about 1 in 27 of those that forward).
    """
    wanted = await scene.ask(_WANTED)
    match wanted["action"]:
        case "delete":
            return scene.press((await scene.all("#main .email-thread .trash"))[wanted["place"]])
        case "important":
            return scene.press((await scene.all("#main .email-thread .star"))[wanted["place"]])
        case action:
            return await write(scene, action, wanted)


async def write(scene: Scene, action: str, wanted: Mapping[str, Any]) -> Sequence[Action]:
    """Open the message, then the form, fill it in and send it."""
    if await scene.shown(f"#{action}"):
        field = "#reply-text" if action == "reply" else "#forward .forward-sender"
        return await scene.fill(field, wanted[action]) or await scene.press_one(f"#send-{action}")
    if await scene.shown("#email"):
        return await scene.press_one(f"#email .email-{action}")
    return scene.press((await scene.all("#main .email-thread"))[wanted["place"]])


MORE = {
    "Share via DM": "share",
    "Copy link to Tweet": "copy",
    "Embed Tweet": "embed",
    "Mute": "menu-user",
    "Block": "block-user",
    "Report": "report",
}
"""What the menu behind the dots offers → the class of its item."""


async def post(scene: Scene) -> Sequence[Action]:
    """A button of one user's post, perhaps in the menu behind the dots."""
    user, label = scene.told_as(r'user (\S+), click on the "(.+)" button')
    place = (await users(scene)).index(user)
    if (item := MORE.get(label)) is None:
        return scene.press((await scene.all(f".media .{label.lower()}"))[place])
    entry = (await scene.all(f".media ul .{item}"))[place]
    return scene.press(entry if entry.shown else (await scene.all(".media .more"))[place])


async def posts(scene: Scene) -> Sequence[Action]:
    """A button on some or all posts of a user, then submit."""
    label, count, user = scene.told_as(r'the "(\w+)" button on (all|\d+) posts? by (\S+) and')
    buttons = await scene.all(f".media .{label.lower()}")
    theirs = [button for button, name in zip(buttons, await users(scene), strict=True) if name == user]
    for button in theirs if count == "all" else theirs[: int(count)]:
        if "active" not in button.classes:
            return scene.press(button)
    return await scene.press_one("#submitRow button")


async def users(scene: Scene) -> list[str]:
    """Who wrote each post."""
    return [name.text for name in await scene.all(".media .username")]


MAILBOXES = (
    "",
    "-delete",
    "-forward",
    "-forward-nl",
    "-forward-nl-turk",
    "-important",
    "-nl-turk",
    "-noscroll",
    "-reply",
    "-star-reply",
)

SOLUTIONS: Mapping[str, Solution] = {
    **{f"email-inbox{kind}": mail for kind in MAILBOXES},
    "social-media": post,
    "social-media-all": posts,
    "social-media-some": posts,
}
