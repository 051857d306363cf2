"""Who serves models, and what it takes to ask them: the names of keys, the addresses, the ways of speaking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from guiagent.actions import Value

Name = Literal["anthropic", "openai", "google", "openai-compatible", "transformers"]


class Provider(Value):
    """A provider: `keys` and `address` name environment variables, `base_url` is where it is asked without any.

    Weights that are run in this process have neither.
    `root` is the path that its SDK itself adds to a base URL; one that a person gave along with it is taken off.
    """

    name: Name
    title: str
    keys: tuple[str, ...]
    address: str
    base_url: str = ""
    root: str = ""

    def key(self, environ: Mapping[str, str]) -> str:
        """The first of its keys that is set; empty where none is."""
        return next((environ[name] for name in self.keys if environ.get(name)), "")

    def key_name(self, environ: Mapping[str, str]) -> str:
        """The name of the key that would be used; empty where none is set."""
        return next((name for name in self.keys if environ.get(name)), "")

    def place(self, said: str, environ: Mapping[str, str]) -> str:
        """The base URL: as said, else of the environment, else its own; in the form that its SDK takes."""
        url = (said or environ.get(self.address) or self.base_url).rstrip("/")
        return url.removesuffix(self.root).rstrip("/") if self.root else url


PROVIDERS: dict[str, Provider] = {
    provider.name: provider
    for provider in (
        Provider(
            name="anthropic",
            title="Anthropic",
            keys=("ANTHROPIC_API_KEY", "GUIAGENT_API_KEY"),
            address="ANTHROPIC_BASE_URL",
            base_url="https://api.anthropic.com",
            root="/v1",
        ),
        Provider(
            name="openai",
            title="OpenAI",
            keys=("OPENAI_API_KEY", "GUIAGENT_API_KEY"),
            address="OPENAI_BASE_URL",
            base_url="https://api.openai.com/v1",
        ),
        Provider(
            name="google",
            title="Google",
            keys=("GEMINI_API_KEY", "GOOGLE_API_KEY", "GUIAGENT_API_KEY"),
            address="GOOGLE_GEMINI_BASE_URL",
            base_url="https://generativelanguage.googleapis.com",
            root="/v1beta",
        ),
        Provider(
            name="openai-compatible",
            title="an OpenAI-compatible server",
            keys=("GUIAGENT_API_KEY", "OPENAI_API_KEY"),
            address="OPENAI_BASE_URL",
        ),
        Provider(name="transformers", title="this machine, by transformers", keys=(), address=""),
    )
}
