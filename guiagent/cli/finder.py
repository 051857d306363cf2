"""What finds places by their description, from the command line's options: a model, an encoder, or OCR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guiagent.catalogue import MARKS, Profile
from guiagent.cli.options import RunOptions
from guiagent.cli.served import Closing, Held, formed
from guiagent.cli.source import Source
from guiagent.errors import UsageError
from guiagent.perception import Annotator, Grounder
from guiagent.policies.grounding import CLICK, PolicyGrounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Inspector

OCR = "ocr"
_OFFLINE = ("reader", "scripted", "auto")


@dataclass(frozen=True)
class Finder:
    """A grounder, and the model behind it, to be opened first and let go of at the end; None for OCR."""

    grounder: Grounder
    model: Held | None = None

    @classmethod
    def of(cls, name: str, options: RunOptions, environ: Mapping[str, str]) -> Finder:
        """Raises UsageError for a model nobody knows, one that cannot be asked, and one that sees no places."""
        found = cls._plain(name, options, environ)
        if not options.zoom:
            return found
        from guiagent.grounders.zooming import Zoomed

        return cls(Zoomed(found.grounder), found.model)

    @classmethod
    def _plain(cls, name: str, options: RunOptions, environ: Mapping[str, str]) -> Finder:
        if name == OCR:
            from guiagent.grounders.ocr import OcrGrounder

            return cls(OcrGrounder())
        if name in _OFFLINE:
            raise UsageError(f"{name} is not asked where things are: name a model that points, or {OCR}")
        source = Source.of(name, options, environ)
        source.bounded(options.limits.usd)
        if source.profile.role == "scorer":
            return cls._scoring(source)
        model = source.native()
        return cls(pointing(source.profile, model), model)

    @classmethod
    def _scoring(cls, source: Source) -> Finder:
        from guiagent.candidates import PixelCandidates
        from guiagent.grounders.scoring import ScoringGrounder

        scorer = source.encoder()
        return cls(ScoringGrounder(PixelCandidates(), scorer), scorer)


def pointing(profile: Profile, model: Closing) -> PolicyGrounder:
    """A model that is asked for one click: in its own words where it only points, on marks where it points badly."""
    dialect = profile.speaker(CLICK)
    policy: VlmPolicy[Any] = VlmPolicy(formed(profile, model, dialect), dialect)
    if profile.role == "pointer":
        return PolicyGrounder(policy, asked="{}")
    return PolicyGrounder(policy, annotators=marking(profile))


def marking(profile: Profile, page: Inspector | None = None) -> tuple[Annotator, ...]:
    """What numbers the places on a screen for a model that is shown marks, as the page tells them where it is given."""
    if profile.speech != MARKS:
        return ()
    from guiagent.candidates import Marker, PageCandidates, PixelCandidates

    return (Marker(PageCandidates(page) if page else PixelCandidates()),)
