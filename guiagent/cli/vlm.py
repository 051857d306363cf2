"""A vision-language model as what decides in a run, whoever runs it, from the command line's options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from guiagent.catalogue import MARKS, WORDS, Profile
from guiagent.cli.finder import OCR, Finder, marking
from guiagent.cli.models import Inspected, Making
from guiagent.cli.options import RunOptions
from guiagent.cli.past import Past
from guiagent.cli.served import Closing, Held, formed, heeded, opened
from guiagent.cli.source import Source, profile_of
from guiagent.errors import UsageError
from guiagent.messages import Talk
from guiagent.perception import Annotator
from guiagent.policies.judge import VlmReflector
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import DescribingDialect, Model, Policy, Reflector
from guiagent.reflection import ScreenChanged


@dataclass(frozen=True)
class VlmMind:
    """A model that decides; a grounder that finds what it means, and a model that judges each step, where asked for."""

    source: Source
    decider: Closing
    judge: Closing | None = None
    finder: Finder | None = None
    past: Past | None = None
    page_marks: bool = False

    @classmethod
    def of(cls, options: RunOptions, environ: Mapping[str, str]) -> VlmMind:
        """Raises UsageError for a model nobody knows, a missing key, or a limit on a cost nobody can tell."""
        if options.model == OCR:
            raise UsageError("ocr finds what is written and decides nothing: --model reader --grounder ocr, or a model")
        source = Source.of(options.model, options, environ)
        _check(source, options)
        source = replace(source, profile=_spoken(source.profile, options))
        mind = cls(
            source=source,
            decider=source.native(),
            judge=_judge(source, options, environ),
            finder=finder_of(options, environ),
            past=Past.of(options, environ),
            page_marks=options.marks == "page",
        )
        heeded(options.loading, *mind._models())
        return mind

    @property
    def profile(self) -> Profile:
        return self.source.profile

    @property
    def dialect(self) -> str:
        return self.profile.speech

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        dialect = self.profile.speaker(computer.kinds, secrets)
        model = formed(self.profile, self.decider, dialect)
        if self.finder is None:
            return VlmPolicy(model, dialect)
        from guiagent.policies.planned import PlannedPolicy

        return PlannedPolicy(model, cast(DescribingDialect[Talk], dialect), self.finder.grounder)

    def annotators(self, making: Making, computer: Inspected) -> tuple[Annotator, ...]:
        """What is shown beside each screenshot: numbered marks, examples of past runs."""
        marks = marking(self.profile, computer if self.page_marks else None)
        if self.past is None:
            return marks
        return (*marks, self.past.annotator(making.instruction, making.run, making.hide))

    def reflector(self) -> Reflector:
        if self.judge is None:
            return ScreenChanged()
        judge: Model[Talk] = self.judge
        return VlmReflector(judge)

    async def open(self) -> tuple[str, ...]:
        """Load what runs in this process, and say what was chosen for it."""
        return tuple(dict.fromkeys([remark for model in self._models() for remark in await opened(model)]))

    async def aclose(self) -> None:
        for model in self._models():
            await model.aclose()

    def _models(self) -> list[Held]:
        finder = self.finder.model if self.finder else None
        past = self.past.embedder if self.past else None
        return [model for model in (self.decider, self.judge, finder, past) if model is not None]


def finder_of(options: RunOptions, environ: Mapping[str, str]) -> Finder | None:
    """The grounder that the options name, if any: asked where they say, with no other's dialect."""
    said = {
        "--grounder-url": options.grounder_url,
        "--grounder-dialect": options.grounder_dialect,
        "--zoom": options.zoom,
    }
    if not options.grounder:
        if option := next((option for option, value in said.items() if value), ""):
            raise UsageError(f"{option} is said of a grounder: name one with --grounder NAME")
        return None
    if options.grounder == OCR and (option := next((name for name in list(said)[:2] if said[name]), "")):
        raise UsageError(f"{option} is said of a model that points, and --grounder ocr is none: leave it out")
    own = {"dialect": options.grounder_dialect, "provider": "auto", "base_url": options.grounder_url}
    try:
        return Finder.of(options.grounder, options.model_copy(update=own), environ)
    except UsageError as error:
        raise UsageError(_of_the_grounder(str(error))) from error


def _of_the_grounder(message: str) -> str:
    """What is wrong, with the options that are the grounder's own."""
    for model, grounder in (("--base-url", "--grounder-url"), ("--dialect", "--grounder-dialect")):
        message = message.replace(model, grounder)
    return message.replace(", --provider NAME", "").replace("the model ", "the grounder ", 1)


def _spoken(profile: Profile, options: RunOptions) -> Profile:
    """The profile with the way of naming places that the options want: words for a grounder, marks, or its own."""
    if options.grounder:
        if options.dialect not in ("", WORDS) or options.marks in ("pixels", "page"):
            raise UsageError("with --grounder the model says places in words: leave out --dialect and --marks")
        return profile.model_copy(update={"tool": "", "dialect": WORDS})
    if profile.speech == WORDS:
        raise UsageError("--dialect words needs a --grounder, which finds what is meant")
    if options.marks in ("pixels", "page"):
        if options.dialect not in ("", MARKS):
            raise UsageError("--marks is a way of naming places, and --dialect another: leave one out")
        return profile.model_copy(update={"tool": "", "dialect": MARKS})
    if options.marks == "none" and profile.speech == MARKS:
        return profile.model_copy(update={"dialect": "", "grounded": True})
    return profile


def _check(source: Source, options: RunOptions) -> None:
    if source.profile.role != "agent":
        what = "only points at what it is told" if source.profile.role == "pointer" else "only compares pictures"
        raise UsageError(
            f"{source.name!r} ({source.profile.family}) {what}, and cannot plan: "
            f"name it as --grounder {source.name}, beside a --model that plans"
        )
    source.bounded(options.limits.usd)


def _judge(decider: Source, options: RunOptions, environ: Mapping[str, str]) -> Closing | None:
    match options.reflector:
        case "pixels":
            return None
        case "same":
            return decider.talking()
        case name:
            own = options.model_copy(update={"dialect": ""})
            there = profile_of(name, own, environ).provider == decider.profile.provider
            judge = Source.of(name, own if there else own.model_copy(update={"base_url": ""}), environ)
            judge.bounded(options.limits.usd)
            return judge.talking()
