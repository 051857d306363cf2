"""A conversation as the text and the pictures that a family's processor takes, by its own chat template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from guiagent.errors import ModelError
from guiagent.messages import Image, Message, Talk, Text


@dataclass(frozen=True)
class Written:
    """What a processor takes: the text with a placeholder for each picture, and the pictures' PNGs in that order."""

    text: str
    pngs: tuple[bytes, ...]


class Writing(Protocol):
    """How a family is written to."""

    def __call__(self, talk: Talk) -> Written:
        """The conversation, every word of it."""

    def arguments(self, written: Written, pictures: Sequence[Any]) -> dict[str, Any]:
        """What the processor is called with; `pictures` are those of `written`, opened (PIL, RGB)."""


@dataclass(frozen=True)
class Template:
    """A family's chat template, and what of a conversation it can say as it is.

    Where not `system`, what the system said opens the first user's turn; where not `parts`, a turn is one string with
    placeholders in it; where `alternates`, neighbouring turns of one role are one. `own` are the tokens that the
    template marks turns and pictures with: words that look like one are said so that they are none.
    """

    processor: Any
    thinking: bool | None = None
    system: bool = True
    parts: bool = True
    alternates: bool = False
    own: tuple[str, ...] = ()

    def __call__(self, talk: Talk) -> Written:
        talk = without(self.own, talk)
        turns = talk if self.system else _folded(talk)
        turns = _merged(turns) if self.alternates else turns
        said = [{"role": turn.role, "content": self._content(turn)} for turn in turns]
        text = self.processor.apply_chat_template(said, add_generation_prompt=True, tokenize=False, **self._options())
        return Written(text, tuple(part.png for turn in turns for part in turn.parts if isinstance(part, Image)))

    def arguments(self, written: Written, pictures: Sequence[Any]) -> dict[str, Any]:
        return {"text": [written.text], **({"images": list(pictures)} if pictures else {})}

    def _content(self, turn: Message) -> Any:
        parts = _whole(turn.parts)
        if self.parts:
            return [{"type": "image"} if isinstance(p, Image) else {"type": "text", "text": p.text} for p in parts]
        return "\n".join(self.processor.image_token if isinstance(p, Image) else p.text for p in parts)

    def _options(self) -> dict[str, Any]:
        knows = self.thinking is not None and "enable_thinking" in str(self.processor.chat_template)
        return {"enable_thinking": self.thinking} if knows else {}


def template_of(processor: Any, thinking: bool | None) -> Template:
    """The first way, from the most faithful on, in which a small conversation comes out whole.

    Raises ModelError where none does.
    """
    if getattr(processor, "chat_template", None) is None:
        raise ModelError("the checkpoint has no chat template (chat_template.jinja), and its family has no other way")
    first = Template(processor, thinking)
    reasons: dict[bool, str] = {}
    for manner in _manners(first):
        if not (wrong := _wrong(manner)):
            return replace(manner, own=_own(manner))
        reasons[manner.parts] = wrong
    raise ModelError(f"the checkpoint's chat template loses part of a conversation: {reasons[True]}")


def _own(manner: Template) -> tuple[str, ...]:
    """The tokens of its own that the template writes, and those for what no conversation here holds; longest first."""
    processor, text = manner.processor, manner(PROBE).text
    written = {token for token in processor.tokenizer.get_added_vocab() if token in text}
    media = {getattr(processor, f"{kind}_token", None) for kind in ("image", "video", "audio")}
    ids = [token for token in getattr(processor, "image_token_ids", None) or () if token is not None]
    media |= set(processor.tokenizer.convert_ids_to_tokens(ids))
    found = {token for token in written | media if isinstance(token, str) and len(token) > 1}
    return tuple(sorted(found, key=len, reverse=True))


def without(tokens: Sequence[str], talk: Talk) -> Talk:
    """The conversation with a blank in each word that is one of these tokens: a page's title may hold `<image>`."""

    def said(part: Text | Image) -> Text | Image:
        if not isinstance(part, Text) or not any(token in part.text for token in tokens):
            return part
        text = part.text
        for token in tokens:
            text = text.replace(token, f"{token[:1]} {token[1:]}")
        return Text(text=text)

    return tuple(_turn(turn.role, *(said(part) for part in turn.parts)) for turn in talk)


def _manners(first: Template) -> Iterator[Template]:
    for parts in (True, False):
        for system in (True, False):
            for alternates in (False, True):
                yield replace(first, parts=parts, system=system, alternates=alternates)


def _turn(role: Any, *parts: Text | Image) -> Message:
    return Message(role=role, parts=parts)


_SEEN = Image(png=b"")
PROBE: Talk = (
    _turn("system", Text(text="probed rules")),
    _turn("user", Text(text="probed first"), _SEEN),
    _turn("user", Text(text="probed second")),
    _turn("assistant", Text(text="probed answer")),
    _turn("user", _SEEN, Text(text="probed third")),
)


def _wrong(manner: Template) -> str:
    """What the template does not say of the probing conversation; empty where it says all, in order."""
    from jinja2 import TemplateError

    try:
        text = manner(PROBE).text
    except (TemplateError, TypeError, ValueError, KeyError, AttributeError) as error:
        return str(error) or type(error).__name__
    words = [part.text for turn in PROBE for part in turn.parts if isinstance(part, Text)]
    places = [text.find(word) for word in words]
    if -1 in places or places != sorted(places):
        return f"{words[places.index(min(places))]!r} is missing or out of order"
    return _pictures_wrong(text, manner.processor)


def _pictures_wrong(text: str, processor: Any) -> str:
    token = getattr(processor, "image_token", None)
    if token and text.count(token) != 2:
        return f"2 pictures became {text.count(token)} of {token!r}"
    return ""


def _folded(talk: Talk) -> Talk:
    """The conversation with the system's words before those of the first user."""
    rules = tuple(part for turn in talk if turn.role == "system" for part in turn.parts)
    rest = [turn for turn in talk if turn.role != "system"]
    first = next((at for at, turn in enumerate(rest) if turn.role == "user"), None)
    if not rules or first is None:
        return (*((_turn("user", *rules),) if rules else ()), *rest)
    rest[first] = _turn("user", *rules, Text(text="\n\n"), *rest[first].parts)
    return tuple(rest)


def _whole(parts: Sequence[Text | Image]) -> list[Text | Image]:
    """The parts with neighbouring words as one: some templates trim each, and with it what keeps two apart."""
    whole: list[Text | Image] = []
    for part in parts:
        last = whole[-1] if whole else None
        if isinstance(last, Text) and isinstance(part, Text):
            whole[-1] = Text(text=last.text + part.text)
        else:
            whole.append(part)
    return whole


def _merged(talk: Talk) -> Talk:
    merged: list[Message] = []
    for turn in talk:
        if merged and merged[-1].role == turn.role:
            merged[-1] = _turn(turn.role, *merged[-1].parts, Text(text="\n"), *turn.parts)
        else:
            merged.append(turn)
    return tuple(merged)
