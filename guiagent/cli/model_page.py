"""Everything on one model: what is known of it, how it would be asked here, how its calibration went."""

from __future__ import annotations

from collections.abc import Mapping

from guiagent.actions import Value
from guiagent.calibration.kept import Calibrations, Kept, shown
from guiagent.catalogue import Profile
from guiagent.cli.known import Known, context_words, price_words, screens_words
from guiagent.cli.source import HERE
from guiagent.providers import PROVIDERS

SCREEN = (1280, 800)
"""The screenshot whose size as sent is told as an example."""


class Page(Value):
    """`asked_at` is the base URL without secrets, `key` the name of the key that would be sent; empty where none is.

    `sent` is the size at which a screenshot of 1280x800 is sent, in pixels.
    """

    name: str
    known: Known
    asked_at: str
    key: str
    sent: tuple[int, int]
    calibration: Kept | None

    def show(self) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = 400
        console.print(Text(self.name, "bold").append(f"  {self.known.family}", "dim"))
        table = Table.grid(padding=(0, 2))
        for what, words in self._lines().items():
            table.add_row(Text(what, "dim"), Text(words))
        console.print(table)

    @classmethod
    def of(cls, name: str, profile: Profile, base_url: str, environ: Mapping[str, str]) -> Page:
        """Keys are looked at by name only, and nobody is asked."""
        provider = PROVIDERS[profile.provider]
        place = HERE if provider.name == "transformers" else provider.place(base_url, environ)
        return cls(
            name=name,
            known=Known.of(profile, environ, base_url),
            asked_at=shown(place) if place else "",
            key=provider.key_name(environ),
            sent=profile.image.size(*SCREEN),
            calibration=Calibrations.of(environ).last(name, place, profile.speech) if place else None,
        )

    def _lines(self) -> dict[str, str]:
        known = self.known
        warmth = "the server's own temperature" if known.temperature is None else f"temperature {known.temperature:g}"
        ways = {"pixels": "of the image as sent", "numbered marks": "drawn on the image, as it does not point well"}
        across = ways.get(known.places, "across the image")
        if known.places == "none said":  # an encoder, to which nothing is said
            own = ("family", "roles", "price", "weights", "asked at")
            return {what: words for what, words in self._all(across, warmth).items() if what in own}
        return self._all(across, warmth)

    def _all(self, across: str, warmth: str) -> dict[str, str]:
        known = self.known
        return {
            "family": f"{known.family}: {', '.join(known.names) or 'said by hand'}",
            "roles": ", ".join(known.roles) + self._use(),
            "spoken to": f"--dialect {known.dialect}" + ("" if known.tool else ", in words and pictures"),
            "places": f"{known.places} {across}".strip(),
            "image": f"{known.image}; 1280x800 is sent as {self.sent[0]}x{self.sent[1]}",
            "screens": f"{screens_words(known)} in a request",
            "tokens": f"context {context_words(known.context)}, at most {known.max_tokens} a reply, {warmth}",
            "price": self._price(),
            "weights": self._weights(),
            "asked at": self._asked(),
            "calibration": self._calibrated(),
        }

    def _use(self) -> str:
        if "agent" in self.known.roles:
            return f": --model {self.name}"
        embedder = f", or --embedder {self.name} for --examples" if "embedder" in self.known.roles else ""
        return f": --grounder {self.name} beside a --model that plans{embedder}"

    def _price(self) -> str:
        if self.asked_at == HERE:
            return "nothing is paid for what this machine does"
        if (price := self.known.price) is None:
            return "unknown: costs are told as unknown unless the server tells them, and --max-cost cannot be held"
        more = {"cached": price.cached, "written to the cache": price.cache_write}
        extra = "".join(f", ${usd:g} {what}" for what, usd in more.items() if usd is not None)
        source = f"{price.source}, read on {price.read}"
        return f"{price_words(price)} in / out{extra}; USD per million tokens ({source})"

    def _weights(self) -> str:
        if not self.known.weights:
            return "its makers' own: it is asked at a server"
        return f"as {self.known.weights}; license {self.known.license}"

    def _asked(self) -> str:
        if self.known.missing:
            return f"nowhere yet; missing: {self.known.missing}"
        if self.asked_at == HERE:
            return f"in {HERE}, by transformers"
        if not self.asked_at:
            here = f"its name on the hub, as {self.known.weights}, or its folder"
            return f"nowhere yet: {here}, runs it in {HERE}; --base-url names a server that has it"
        return f"{self.asked_at}, {f'with {self.key}' if self.key else 'without a key'}"

    def _calibrated(self) -> str:
        if (kept := self.calibration) is None:
            return f"never: guiagent calibrate {self.name}"
        state = "passed" if kept.verdict.passed else "failed"
        return f"{state} on {kept.when.astimezone():%Y-%m-%d %H:%M}: {kept.verdict.words}"
