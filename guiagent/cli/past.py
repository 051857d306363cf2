"""The memory of past runs, from the command line's options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guiagent.cli.options import RunOptions
from guiagent.cli.source import Source
from guiagent.errors import UsageError
from guiagent.models.encoders import Encoder
from guiagent.perception import Annotator
from guiagent.records import Trajectory


@dataclass(frozen=True)
class Past:
    """The folder of runs that are shown from, and the encoder that says which of their screens are alike."""

    folder: Path
    embedder: Encoder

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> Past | None:
        """None where no examples are wanted. Raises UsageError where there is nobody to say what is alike."""
        if options.examples is None:
            if options.embedder:
                raise UsageError("--embedder says which screens of --examples are alike: name their folder, too")
            return None
        if not options.embedder:
            raise UsageError(
                "--examples needs someone to say which screens are alike: "
                "--embedder openai/clip-vit-base-patch32, or the folder of other CLIP or SigLIP weights"
            )
        if not options.examples.is_dir():
            raise UsageError(f"--examples {options.examples}: there is no such folder")
        own = {"dialect": "", "provider": "auto", "base_url": ""}
        try:
            source = Source.of(options.embedder, options.model_copy(update=own), environ)
            return cls(options.examples, source.encoder())
        except UsageError as error:
            raise UsageError(
                f"--embedder takes CLIP, SigLIP, SigLIP 2 or ALIGN, by folder or hub name: {_short(error)}"
            ) from error

    def annotator(self, instruction: str, run: str, hide: Callable[[str], str]) -> Annotator:
        """What shows examples for a task; `run` is the folder's name of the run being made, which is none."""
        from guiagent.recall import Recall, RecallAnnotator

        return RecallAnnotator(Recall(self.folder, self.embedder, _recorded, run, hide), instruction)


def _short(error: UsageError) -> str:
    """What is wrong, without the ways to say how a model speaks: an encoder does not."""
    return str(error).partition(". Say ")[0]


def _recorded(folder: Path) -> Trajectory:
    from guiagent.runs import load

    return load(folder)[1]
