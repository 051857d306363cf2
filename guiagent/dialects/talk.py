"""What is done to a request in words and pictures once it has failed: sent back with a complaint, or made lighter."""

from __future__ import annotations

from guiagent.messages import GONE, Image, Message, Reply, Talk, Text

ECHO = 2000
"""Characters of an unreadable reply that go back to the model; a longer one is cut in the middle."""


def sent_back(talk: Talk, reply: Reply, why: str) -> Talk:
    """The talk with the reply as the model's own turn, and what was wrong with it."""
    text = reply.text.strip() or "(nothing)"
    if len(text) > ECHO:
        text = f"{text[: ECHO // 2]}\n[…]\n{text[-ECHO // 2 :]}"
    return (
        *talk,
        Message(role="assistant", parts=(Text(text=text),)),
        Message(role="user", parts=(Text(text=complaint(why)),)),
    )


def complaint(why: str) -> str:
    """What a model is told of a reply that could not be read."""
    return f"Nothing was done: your reply cannot be read. The reason: {why}. Reply again."


def with_last_image(talk: Talk) -> Talk:
    """The talk with words in the place of every image but those of the last message that has any."""
    last = max((at for at, message in enumerate(talk) if _images(message)), default=0)
    return tuple(
        message
        if at == last
        else message.model_copy(
            update={"parts": tuple(GONE if isinstance(part, Image) else part for part in message.parts)}
        )
        for at, message in enumerate(talk)
    )


def _images(message: Message) -> bool:
    return any(isinstance(part, Image) for part in message.parts)
