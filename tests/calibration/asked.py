"""A calibration in this process: the pictures, a model behind a real server, the verdict."""

from __future__ import annotations

from guiagent.calibration.shots import Shot, shoot
from guiagent.calibration.verdict import Verdict, verdict_on
from guiagent.cli.asking import Asking
from guiagent.cli.options import RunOptions
from guiagent.policies.grounding import PolicyGrounder
from tests.calibration.pointing import known


def asking(model: str, base_url: str, dialect: str = "", key: str = "GUIAGENT_API_KEY") -> Asking:
    options = RunOptions(instruction="", model=model, base_url=base_url, dialect=dialect)
    return Asking.of(options, {key: "sk-test"})


def found(model: Asking) -> Verdict:
    async def ask(grounder: PolicyGrounder) -> list[Shot]:
        return [await shoot(grounder, picture) for picture in known().values()]

    return verdict_on(model.profile, model.run(ask))
