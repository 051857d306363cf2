"""The prompts of families that have no chat template, as their processors take them.

Every word of a conversation goes in, in its order; of its screenshots, only the last where one picture is all that a
family takes. Sources: the model cards, and the processors of transformers 5.23.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guiagent.messages import Image, Message, Talk, Text
from guiagent.models.local.chat import Written, without

Piece = str | Image
MARK = "<image>"
END = "<end_of_utterance>"
TURN = "<reserved08706>"


@dataclass(frozen=True)
class Form:
    """A `Writing`. `write` gives words and screenshots in their order.

    `alone`: the processor itself puts the picture before the words. `listed`: it takes words and pictures as one list.
    `template`: where a checkpoint has a chat template, that is the better way. `own`: tokens that no words may be.
    `lists`: the processor is asked for lists, as it makes arrays of tensors in a way that numpy is about to forbid.
    """

    write: Callable[[Talk], Iterable[Piece]]
    alone: bool = False
    listed: bool = False
    template: bool = False
    own: tuple[str, ...] = (MARK,)
    lists: bool = False

    def __call__(self, talk: Talk) -> Written:
        pieces = list(self.write(without(self.own, talk)))
        mark = "" if self.alone else MARK
        text = "".join(mark if isinstance(each, Image) else each for each in pieces)
        return Written(text, tuple(each.png for each in pieces if isinstance(each, Image)))

    def arguments(self, written: Written, pictures: Sequence[Any]) -> dict[str, Any]:
        """What the processor is called with. `pictures` are those of `written`, opened."""
        if self.listed:
            return {"text": [_interleaved(written.text, pictures)]}
        asked: dict[str, Any] = {"text": written.text, **({"images": list(pictures)} if pictures else {})}
        return asked | ({"return_tensors": None} if self.lists else {})


def form(model_type: str, has_template: bool) -> Form | None:
    """The form of a family, by the `model_type` of its config; None where its chat template says it all."""
    found = FORMS.get(model_type)
    return None if found is None or (found.template and has_template) else found


def shortened(inputs: Any, config: Any) -> Any:
    """InstructBLIP's Q-Former reads the words as well: of too many for it the last, where the task is."""
    most = getattr(getattr(config, "qformer_config", None), "max_position_embeddings", 0)
    for name in ("qformer_input_ids", "qformer_attention_mask"):
        if name in inputs and inputs[name].shape[-1] > most:
            inputs[name] = inputs[name][:, -most:]
    return inputs


def _words(message: Message) -> str:
    return "\n".join(part.text for part in message.parts if isinstance(part, Text) and part.text)


def _last_picture(talk: Talk) -> list[Piece]:
    pictures = [part for message in talk for part in message.parts if isinstance(part, Image)]
    return [*pictures[-1:]]


def _prompt(talk: Talk) -> list[Piece]:
    """The last screenshot and every word, with nothing around them: the dialect says it as the family knows it."""
    return [*_last_picture(talk), "\n".join(words for message in talk if (words := _words(message)))]


def _question(talk: Talk) -> Iterable[Piece]:
    """`Question: … Answer:`, of BLIP-2's paper and model card."""
    return [*_last_picture(talk), f"Question: {_prompt(talk)[-1]} Answer:"]


def _line(talk: Talk) -> Iterable[Piece]:
    """A prompt that ends its line, as Fuyu's model card writes them."""
    return [*_prompt(talk), "\n"]


def _inline(message: Message) -> Iterable[Piece]:
    """A turn's words and screenshots where they stand, words apart from words by a line's end."""
    before: Piece | None = None
    for part in message.parts:
        if isinstance(part, Image):
            yield (before := part)
        elif part.text:
            yield f"\n{part.text}" if isinstance(before, str) else part.text
            before = part.text


def _idefics(talk: Talk) -> Iterable[Piece]:
    """`User:` and `Assistant:`, of the model card of idefics-9b-instruct, after what the system said."""
    for message in talk:
        match message.role:
            case "system":
                yield f"{_words(message)}\n"
            case "user":
                yield from ("User: ", *_inline(message), f"{END}\n")
            case "assistant":
                yield f"Assistant: {_words(message)}{END}\n"
    yield "Assistant:"


def _llava(talk: Talk) -> Iterable[Piece]:
    """`USER: <image>` and a line's end, of the model card of llava-1.5-7b-hf: Vicuna's turns."""
    for message in talk:
        match message.role:
            case "system":
                yield f"{_words(message)} "
            case "user":
                yield "USER: "
                for piece in _inline(message):
                    yield from (piece, "\n") if isinstance(piece, Image) else (piece,)
                yield " ASSISTANT:"
            case "assistant":
                yield f" {_words(message)}</s>"


def _chameleon(talk: Talk) -> Iterable[Piece]:
    """Turns apart by the token that the processor itself puts after the last one (its `sep_token`)."""
    for index, message in enumerate(talk):
        yield from _inline(message)
        if message.role == "system":
            yield "\n"
        elif index < len(talk) - 1:
            yield TURN


def _interleaved(text: str, pictures: Sequence[Any]) -> list[Any]:
    """Words and pictures by turns, as Idefics' processor takes them: told apart by their type."""
    first, *others = text.split(MARK)
    pieces: list[Any] = [_no_address(first)]
    for picture, words in zip(pictures, others, strict=True):
        pieces += [picture, _no_address(words)]
    return [piece for piece in pieces if piece != ""]


def _no_address(words: str) -> str:
    """Words that cannot be taken for the address of a picture, which the processor would fetch."""
    return words if " " in words.strip(" ") else words.replace("://", ": //")


FORMS: dict[str, Form] = {
    "blip-2": Form(_question, alone=True),
    "chameleon": Form(_chameleon, template=True, own=(MARK, "<racm3:break>", "<eoss>", TURN)),
    "florence2": Form(_prompt, alone=True),
    "fuyu": Form(_line, alone=True, own=("|SPEAKER|", "|NEWLINE|", "<s>")),
    "idefics": Form(_idefics, listed=True, template=True, own=(MARK, "<fake_token_around_image>", END)),
    "instructblip": Form(_prompt, alone=True),
    "kosmos-2": Form(_prompt, alone=True),
    "llava": Form(_llava, template=True),
    "paligemma": Form(_prompt, lists=True),
}
"""By `model_type`."""
