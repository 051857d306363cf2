"""A checkpoint in memory, and a conversation as the tensors that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from guiagent.messages import Talk


@dataclass(frozen=True)
class Picture:
    """An image of a prompt: the SHA-256 of its PNG, and the tokens that stand for it, `start` to `end` (excluded).

    They are its placeholders, from the first to the last: what else the family writes around an image lies outside.
    `inputs` are its own tensors, as it would be passed alone (`pixel_values`, `image_grid_thw`, …), on the model's
    device and in its type; never an entry a token. Those of several pictures, joined at dimension 0 in their order,
    are those of the prompt.
    """

    sha: str
    start: int
    end: int
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Prompt:
    """A conversation as one batch of one: `inputs` are what `generate` takes, on the model's device.

    They are put together, and moved there, as they are asked for by name: what is not needed should not be asked for.
    `pictures` are in the order of their tokens; none at all where the family's tensors cannot be told apart by picture
    (a prompt of several is padded together, say), so that nothing can be kept from an earlier prompt.
    """

    inputs: Mapping[str, Any]
    pictures: tuple[Picture, ...]

    @property
    def tokens(self) -> list[int]:
        """The prompt's token ids."""
        found: list[int] = self.inputs["input_ids"][0].tolist()
        return found


class Loaded(Protocol):
    """What generating needs of a checkpoint."""

    @property
    def model(self) -> Any:
        """The `PreTrainedModel`, in evaluation mode, on its device."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was chosen, a line each, for a person: device, dtype, attention, bytes of weights."""

    def prompt(self, talk: Talk) -> Prompt:
        """The conversation by the family's own template and processor. Raises ContextOverflow, ModelError."""

    def text(self, tokens: list[int]) -> str:
        """What the model wrote, with the family's own tokens of place (`<loc0123>`), without padding and end marks."""
