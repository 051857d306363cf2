"""What a server's refusal means for the person who started the run: one line, no keys, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from guiagent.errors import ContextOverflow, ModelError

TRIMMED = 240
_OVERFLOW = re.compile(
    r"context.{0,12}(?:length|window|size|limit|overflow)|maximum (?:context|model length)"
    r"|too many (?:input )?tokens|prompt is too long|exceeds? the available|input token count.{0,40}exceeds"
    # A server that takes fewer images or bytes than were sent is helped by fewer screenshots, too.
    r"|request payload size exceeds|at most [1-9]\d* image|limit-mm-per-prompt|up to [1-9]\d* image|too many images",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"unsupported|unrecognized|unrecognised|unknown|not supported|does not support|not permitted|unexpected|deprecated"
    r"|extra inputs|not allowed|only the default",
    re.IGNORECASE,
)
_TOO_MUCH = re.compile(
    r"max_(?:completion_)?tokens.{0,40} too large|\d+ (?:in|tokens for) the (?:completion|output)"
    r"|requested [1-9]\d* output tokens",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(
    r"model.{0,80}(?:not found|does not exist|not a valid|no such)|(?:invalid|unknown|no|not a valid) model",
    re.IGNORECASE,
)
_BLIND = re.compile(
    r"images?(?: input)? (?:is|are) not supported|not support images?|support image input|at most 0 image|mmproj"
    r"|not a (?:multimodal|vision) model",
    re.IGNORECASE,
)
_LOADING = re.compile(r"loading model|model is (?:still )?loading|currently loading", re.IGNORECASE)
_OVERFLOWN = (
    "the conversation is longer than its context: make the screen smaller, or raise it where the server is yours "
    "(vLLM --max-model-len, Ollama num_ctx, llama.cpp -c)"
)
_ADVICE = {
    401: "give a valid key in {keys}",
    402: "the account has no credit left",
    403: "this key may not use this model; see the server's account page",
    404: "check --model and --base-url (which mostly ends in /v1); GET {url}/models lists what it has",
    408: "the server is too slow; try again later",
    413: "the request is too large for the server: make the screen smaller",
    429: "the server limits its rate or its quota is used up; try again later or raise the quota",
}


@dataclass(frozen=True)
class Fault:
    """Words for what went wrong with one model of one server. The key never stands in any of them.

    `keys` are the names of the environment variables that may hold the key.
    """

    model: str
    base_url: str
    key: str = field(repr=False)
    keys: tuple[str, ...] = ("OPENAI_API_KEY", "GUIAGENT_API_KEY")

    def status(self, code: int, said: str, location: str = "", advice: str = "") -> ModelError:
        """A refusal with an HTTP status and the server's own words; `location` is where a redirect points.

        `advice` is what to do where a provider means something of its own by the status; {url} and {keys} stand in it.
        """
        if code in (400, 413, 422, 500) and _OVERFLOW.search(said):
            return ContextOverflow(self._line(f"answered {code}: {said}", _OVERFLOWN))
        if 300 <= code < 400:
            return self._error(f"redirects to {location or '?'}", "give that as --base-url")
        advice = (advice or _advice(code, said)).format(url=self._server, keys=" or ".join(self.keys))
        return self._error(f"answered {code} {_phrase(code)}: {said}", advice)

    def silent(self, seconds: float) -> ModelError:
        return self._error(
            f"did not answer within {seconds:g} s", "is the model loaded? A slow one needs a longer limit"
        )

    def refused(self, why: str) -> ModelError:
        """The model would not answer, for its safety's sake."""
        return self._error(f"refused to answer: {why}", "say the task in other words, or use another model")

    def exhausted(self, said: str) -> ModelError:
        """The account's quota or credit is used up, which no waiting mends."""
        return self._error(f"has no quota left: {said}", "top up the account or raise its limit, or use another key")

    def unreachable(self, error: Exception) -> ModelError:
        reason = str(error.__cause__ or error) or type(error.__cause__).__name__
        return self._error(f"cannot be reached: {reason}", "is it running, and is --base-url right?")

    def nonsense(self, why: str) -> ModelError:
        return self._error(f"sent no answer that can be read: {why}", "check --base-url and --provider")

    def _error(self, what: str, advice: str) -> ModelError:
        return ModelError(self._line(what, advice))

    def _line(self, what: str, advice: str) -> str:
        return f"{self.model!r} at {self._server} {_trimmed(self._clean(what))}; {advice}"

    @property
    def _server(self) -> str:
        """The base URL without what may be secret in it: user, password and query."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")

    def _clean(self, text: str) -> str:
        """Done before a text is cut, since half a key is still told."""
        return text.replace(self.key, "***") if self.key else text


def unsupported(code: int, said: str, named: str, sent: Iterable[str]) -> str | None:
    """The parameter, of those sent, that a server says it does not take; None where it says no such thing.

    `said` are its words, `named` is the parameter that its error names apart from them, if any.
    """
    if code not in (400, 422) or not _UNKNOWN.search(said):
        return None
    return next((name for name in sent if named.startswith(name) or re.search(rf"\b{name}\b", said)), None)


def is_of_the_request(said: str) -> bool:
    """Whether these words are of the request itself, too long or with images that nobody sees, not of a bad moment."""
    return _OVERFLOW.search(said) is not None or _BLIND.search(said) is not None


def asks_too_much(code: int, said: str) -> bool:
    """Whether it is the tokens asked for, not those sent, that do not fit."""
    return code in (400, 422) and _TOO_MUCH.search(said) is not None


def words_in(body: object, text: str) -> str:
    """A server's own words: of an error object, of FastAPI's `detail`, or the body's `text` as it came."""
    if isinstance(body, Mapping):
        for key in ("message", "detail", "error"):
            if found := body.get(key):
                return words_in(found, str(found)) if isinstance(found, Mapping) else str(found)
    return text or "(no reason given)"


def _advice(code: int, said: str) -> str:
    """What to do about a refusal: by its words where these are plainer than its status."""
    if code == 503 and _LOADING.search(said):
        return "the model is still being loaded: try again once it is"
    if code in (400, 404, 422, 500) and _BLIND.search(said):
        return "this model sees no images: name one that does with --model"
    if code in (400, 422) and _NO_MODEL.search(said):
        return _ADVICE[404]
    fallback = "the server failed; try again later" if code >= 500 else "the server does not take this request"
    return _ADVICE.get(code, fallback)


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Overloaded" if code == 529 else ""


def _trimmed(text: str) -> str:
    line = " ".join(text.split()).rstrip(" .")
    return line if len(line) <= TRIMMED else line[: TRIMMED - 1] + "…"
