"""What is known of one family of models, and the dialect it is spoken to in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from guiagent.actions import Value
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.images import Fit, SentImage, SmartResize
from guiagent.dialects.named import named
from guiagent.dialects.screens import Screens
from guiagent.dialects.setting import Setting
from guiagent.errors import UsageError
from guiagent.models.price import Price
from guiagent.protocols import Dialect
from guiagent.providers import Name

Space = Literal["pixels", "1000", "999", "1", "percent"]
Role = Literal["agent", "pointer", "scorer"]
MARKS, WORDS = "marks", "words"
SCORES = "scores"
"""What stands for a dialect where there is none to speak."""


class Weights(Value):
    """Weights that anybody can run: `types` are the `model_type`s of config.json that transformers has classes for.

    `remote`: the class comes with the checkpoint, so that they need --trust-remote-code, or a server. `example` is a
    checkpoint's name on the hub.
    """

    types: tuple[str, ...] = ()
    license: str
    example: str
    remote: bool = False


class Profile(Value):
    """What is known of one family of models.

    names       how its models' names look, in lower case and without a vendor in front; `*` is anything
    others      names that look so as well, of models that are no part of it: those that see nothing, or only compare
    role        agent: it plans and points; pointer: it only points; scorer: it only compares a picture with words
    provider    who serves it under these names
    tool        its provider's own computer tool, as --dialect takes it: `claude:20251124`
    dialect     the way of speaking that it was trained in, by the name that --dialect takes
    space       pixels (of the image as sent) | 1000 | 999 | 1 | percent
    image       how large a screenshot is sent, as in dialects/images.py
    screens     how many screenshots a request keeps, and how many leave it at once
    grounded    false: it was never trained to name places on a screen, and is shown numbered marks
    structured  false: it answers worse, or cannot think, where a server holds it to a JSON schema
    thinking    whether it is to reason before it answers, where its chat template has the choice; None: as that is
    weights     what it takes to run it in this process; None where nobody can
    default     the full name that `--model auto` takes where the provider's key is all that is known
    temperature "default": none is asked for
    """

    family: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    role: Role = "agent"
    provider: Name = "openai-compatible"
    tool: str = ""
    dialect: str = ""
    space: Space = "1000"
    order: Literal["xy", "yx"] = "xy"
    image: Annotated[SentImage, Field(default_factory=Fit)]
    screens: Screens = Screens()
    grounded: bool = True
    structured: bool = True
    thinking: bool | None = None
    weights: Weights | None = None
    temperature: float | Literal["default"] = 0.0
    max_tokens: int = 4096
    context: int | None = None
    price: Price | None = None
    default: str = ""

    @property
    def speech(self) -> str:
        """The dialect as `--dialect` takes it and a recording keeps it: `qwen2.5`, `json:1000`, `claude:20251124`.

        `scores` for a scorer, which takes no part in any conversation.
        """
        if self.role == "scorer":
            return SCORES
        if self.tool or self.dialect:
            return self.tool or self.dialect
        if not self.grounded:
            return MARKS
        factor = str(self.image.factor) if isinstance(self.image, SmartResize) and self.space == "pixels" else ""
        order = "yx" if self.order == "yx" else ""
        return ":".join(part for part in ("json", self.space, order, factor) if part)

    def speaker(self, kinds: frozenset[str] | None = None, secrets: tuple[str, ...] = ()) -> Dialect[Any]:
        """The dialect, offering the kinds of action that a computer can do, and the secrets by name.

        Raises UsageError for a scorer.
        """
        if self.role == "scorer":
            raise UsageError(
                f"{self.family} only compares pictures with words: it can be a --grounder or an --embedder beside a "
                "--model that decides"
            )
        match self.tool.partition(":"):
            case ("claude", _, version):
                from guiagent.dialects.claude import ClaudeDialect

                return ClaudeDialect(version, self.image, self.screens, kinds, secrets)
            case ("gpt", _, _):
                from guiagent.dialects.gpt import GptDialect

                return GptDialect(self.image, self.screens, kinds, secrets)
            case ("gemini", _, generation):
                from guiagent.dialects.gemini import GeminiDialect

                return GeminiDialect(generation, self.image, self.screens, kinds, secrets)
        convention = SPACES[self.space].ordered(self.order)
        return named(self.speech.partition(":")[0], Setting(convention, self.image, self.screens, kinds, secrets))
