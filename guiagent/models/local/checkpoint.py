"""Where weights lie: a folder here, or a name on the Hugging Face hub that becomes one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from guiagent.errors import ModelError, UsageError

DESCRIBING = ("*.json", "*.jinja", "*.model", "*.txt", "*.tiktoken")
"""The files of a checkpoint that say what it is, small beside the weights."""
WEIGHTS = ("*.safetensors", "*.bin")
OURS = ("model", "pytorch_model")
"""How files of weights begin that transformers reads: some folders hold others' beside them (`consolidated…`)."""
INSTALL = "pip install 'guiagent[local]'"


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint's folder and its `PreTrainedConfig`; `place` is what a person called it.

    `remote` lets the Python in the folder run; without it a checkpoint that needs that is refused.
    """

    place: str
    folder: Path
    config: Any
    remote: bool = False

    @classmethod
    def at(cls, place: str, remote: bool) -> Checkpoint:
        """Raises UsageError where nothing is there, ModelError where the hub or transformers cannot help."""
        folder = _folder(place, remote)
        described = _described(place, folder)
        found = cls(place, folder, _config(place, folder, described, remote), remote)
        if found.here:
            found.fetch()
        return found

    @property
    def here(self) -> bool:
        """Whether the place is a folder of this machine, so that nothing is asked of the hub."""
        return Path(self.place).expanduser().is_dir()

    @property
    def kind(self) -> str:
        """Its `model_type`."""
        return str(self.config.model_type)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that hold its weights, as its index names them; none where they are still on the hub."""
        for pattern in WEIGHTS:
            if found := [self.folder / name for name in _indexed(self.folder, pattern)]:
                return tuple(found) if all(path.is_file() for path in found) else ()
            if found := sorted(path for path in self.folder.glob(pattern) if path.name.startswith(OURS)):
                return tuple(found)
        return ()

    def fetch(self) -> None:
        """Have the weights in the folder: from the hub where the place is a name there. Raises ModelError."""
        if not self.files and not self.here:
            for pattern in WEIGHTS:
                _download(self.place, tuple(_indexed(self.folder, pattern)) or tuple(f"{own}{pattern}" for own in OURS))
                if self.files:
                    break
        if not self.files:
            raise ModelError(
                f"no weights at {self.place!r}: neither *.safetensors nor *.bin, all of them, in its folder"
            )


def required() -> None:
    """Raises UsageError where torch or transformers is not installed, or does not start."""
    try:
        import_module("torch")
        import_module("transformers")
    except (ImportError, RuntimeError, OSError) as error:  # a torch beside the wrong CUDA or torchvision fails so
        raise UsageError(
            f"weights in this process need torch and transformers ({first_line(error)}): {INSTALL}"
        ) from error


def first_line(error: BaseException) -> str:
    """What an error says, in a line, with the next one where that only announces it; its kind where it says nothing."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]


def _indexed(folder: Path, pattern: str) -> list[str]:
    """The files that an index of weights names; none where there is no index, as for those in one file."""
    index = next(folder.glob(f"{pattern}.index.json"), None)
    if index is None:
        return []
    try:
        return sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"cannot read {str(index)!r}, the index of the weights: have it whole") from error


def _folder(place: str, remote: bool) -> Path:
    folder = Path(place).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise UsageError(f"{place!r} is a file: a checkpoint is a folder with a config.json")
    if place.startswith(("/", ".", "~")) or place.count("/") != 1:
        raise UsageError(f"no folder {place!r}, and a name on the hub is written OWNER/NAME")
    return _download(place, (*DESCRIBING, *(("*.py",) if remote else ())))


def _download(place: str, patterns: tuple[str, ...]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        return Path(snapshot_download(place, allow_patterns=list(patterns)))
    except GatedRepoError as error:
        raise ModelError(f"{place!r} is gated on the hub: accept its terms there, then `hf auth login`") from error
    except RepositoryNotFoundError as error:
        raise UsageError(f"no folder {place!r} here, and no such model on the hub (or it is private)") from error
    except Exception as error:  # the hub's client raises its own, httpx's, the OS's and ValueError; all end here
        raise ModelError(
            f"no folder {place!r} here, and it could not be had from the hub ({first_line(error)}): "
            "give a folder, or go online once"
        ) from error


def _described(place: str, folder: Path) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"no config.json in {place!r}: it is no checkpoint of transformers") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the config.json of {place!r}: {error}") from error
    return described


def _config(place: str, folder: Path, described: dict[str, Any], remote: bool) -> Any:
    import transformers
    from transformers import CONFIG_MAPPING, AutoConfig

    kind = str(described.get("model_type", ""))
    if kind not in CONFIG_MAPPING and not (remote and "auto_map" in described):
        if "auto_map" in described:
            raise UsageError(
                f"{place!r} ({kind or 'no model_type'}) comes with its own code: let it run here with "
                "--trust-remote-code, or serve the model and name the server with --base-url"
            )
        raise ModelError(
            f"transformers {transformers.__version__} has no class for {place!r} (model_type {kind or 'missing'!r}): "
            "a newer transformers may, or a server (--base-url)"
        )
    try:
        return AutoConfig.from_pretrained(str(folder), trust_remote_code=remote)
    except Exception as error:  # a config's own validation raises errors of many kinds, none of them ours
        raise ModelError(f"cannot read the config.json of {place!r}: {first_line(error)}") from error
