"""A model as the command line names it: what is known of it, and where it is: at a server, or in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guiagent.catalogue import Profile, relatives, resolve
from guiagent.cli.options import RunOptions
from guiagent.cli.served import Closing, endpoint_of, native, talking
from guiagent.errors import UsageError
from guiagent.models.endpoint import Endpoint
from guiagent.models.local import Loading, installed
from guiagent.providers import PROVIDERS

if TYPE_CHECKING:
    from guiagent.models.encoders import Encoder

HERE = "this process"


@dataclass(frozen=True)
class Source:
    """A model's name or folder, its profile, and its endpoint; None where its weights run in this process."""

    name: str
    profile: Profile
    endpoint: Endpoint | None
    loading: Loading

    @classmethod
    def of(cls, name: str, options: RunOptions, environ: Mapping[str, str]) -> Source:
        """Raises UsageError for a model nobody knows, a missing key or server, a wrong address."""
        profile = profile_of(name, options, environ)
        if profile.provider != "transformers":
            endpoint = endpoint_of(name, profile, options.base_url, environ)
            return cls(name, profile, endpoint, options.loading)
        if not installed():
            raise UsageError(
                f"the weights of {name!r} would run in this process, and torch or transformers is not installed: "
                "pip install 'guiagent[local]', or name a server that has the model with --base-url"
            )
        if profile.weights is not None and profile.weights.remote and not options.loading.remote_code:
            raise UsageError(
                f"{name!r} brings Python code of its own, which can do anything on this machine: let it run with "
                "--trust-remote-code, or name a server that has the model with --base-url"
            )
        return cls(name, profile, None, options.loading)

    @property
    def place(self) -> str:
        """Where it is asked."""
        return self.endpoint.base_url if self.endpoint else HERE

    @property
    def priced(self) -> bool:
        """Whether a limit on costs can be held: what this machine does costs nothing."""
        return self.endpoint is None or self.profile.price is not None

    def bounded(self, usd: float | None) -> None:
        """Raises UsageError for a limit on costs that cannot be held."""
        if usd is not None and not self.priced:
            raise UsageError(f"--max-cost cannot be held: the price of {self.name!r} is unknown; use --max-tokens")

    def native(self) -> Closing:
        """The model as its profile's dialect asks it: with the provider's own tool where it has one."""
        return native(self.profile, self.endpoint) if self.endpoint else self._local()

    def talking(self) -> Closing:
        """The model asked in words and pictures, as a judge asks it."""
        return talking(self.profile, self.endpoint) if self.endpoint else self._local()

    def encoder(self) -> Encoder:
        """The weights of a scorer, which run in this process alone. Raises UsageError for what is none."""
        if self.profile.role != "scorer" or self.endpoint is not None:
            raise UsageError(f"{self.name!r} ({self.profile.family}) is no encoder whose weights run in this process")
        from guiagent.models.encoders import Encoder

        return Encoder(self._weights, self.loading)

    def _local(self) -> Closing:
        from guiagent.models.local.model import LocalModel

        warmth = None if self.profile.temperature == "default" else self.profile.temperature
        loading = self.loading.model_copy(update={"thinking": self.profile.thinking})
        return LocalModel(self._weights, loading, max_tokens=self.profile.max_tokens, temperature=warmth)

    @property
    def _weights(self) -> str:
        """The folder or the name on the hub."""
        return str(folder) if (folder := folder_of(self.name)) else self.name


def profile_of(name: str, options: RunOptions, environ: Mapping[str, str]) -> Profile:
    """What is known of a model, with who runs it: this process for a folder, or for open weights where no server is."""
    said = None if options.provider == "auto" else options.provider
    if (folder := folder_of(name)) is not None and said in (None, "transformers"):
        profile = _in_folder(folder, options.dialect)
    else:
        profile = resolve(name, options.dialect or None, said)
        if said is not None or not _to_be_loaded(name, profile, options, environ):
            return profile
    return profile.model_copy(update={"provider": "transformers", "tool": ""})


def _in_folder(folder: Path, dialect: str) -> Profile:
    """What is known of weights by their folder's name, or else by their kind where that speaks in one way alone.

    Raises UsageError where the name and the kind do not agree, or neither tells.
    """
    if dialect:
        return resolve(str(folder), dialect, "transformers")
    kind = _model_type(folder)
    kin = relatives(kind)
    try:
        profile = resolve(str(folder), None, "transformers")
    except UsageError:
        if len({each.speech for each in kin}) == 1:
            return kin[0]
        raise UsageError(_unknown_weights(folder, kind)) from None
    if profile.weights is not None and profile.weights.types and kind not in profile.weights.types:
        raise UsageError(_unknown_weights(folder, kind))
    return profile


def folder_of(name: str) -> Path | None:
    """The folder that a name means. Raises UsageError where it can only mean one, and there is none."""
    path = Path(name).expanduser()
    if (path / "config.json").is_file():
        return path.resolve()
    if name.startswith((".", "/", "~")):
        what = "holds no config.json, as weights for transformers do" if path.is_dir() else "is no folder"
        raise UsageError(f"{name}: {path} {what}" if str(path) != name else f"{name} {what}")
    return None


def _to_be_loaded(name: str, profile: Profile, options: RunOptions, environ: Mapping[str, str]) -> bool:
    """Whether a name with its owner in front is that of weights on the hub, and no server is named."""
    server = PROVIDERS["openai-compatible"].place(options.base_url, environ)
    return profile.weights is not None and "/" in name and not server


def _unknown_weights(folder: Path, kind: str) -> str:
    if not relatives(kind):
        return (
            f"nothing is known of weights of the kind {kind or '(config.json names none)'} in {folder.name!r}: say how "
            "they speak with --dialect, as guiagent models lists them, or name a server that has them with --base-url"
        )
    known: dict[str, list[str]] = {}
    for each in relatives(kind):
        known.setdefault(each.speech, []).append(each.family)
    listed = "; ".join(f"--dialect {speech} for {', '.join(families)}" for speech, families in known.items())
    return (
        f"{folder.name!r} is not the name of weights of its kind ({kind}) in the catalogue, "
        f"and not all of that kind speak alike. Say how these do: {listed}"
    )


def _model_type(folder: Path) -> str:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder / 'config.json'} cannot be read: {error}") from error
    return str(config.get("model_type", "")) if isinstance(config, dict) else ""
