"""`--confirm`: a person is asked before the act, and where there is nobody to ask, the answer is no."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from guiagent.actions import (
    Click,
    DeviceAction,
    Drag,
    Hold,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Navigate,
    Press,
    Type,
    Value,
    Wait,
)
from guiagent.guards.addresses import origin_of, scheme_of
from guiagent.guards.risks import Risks, known_risks
from guiagent.protocols import Inspector, Target
from guiagent.records import Blocked, Concern, Observation

ConfirmPolicy = Literal["never", "risky", "always"]
INSPECTION_SECONDS = 10.0
UNREADABLE = "what it would touch cannot be read"

_TEXT_ROLES = frozenset({"textbox", "searchbox", "combobox", "spinbutton"})
_PRESSED_ROLES = frozenset({"button", "menuitem", "switch"})


class Question(Value):
    """What a person is asked: the action, what the page itself says is under it, where, and why it is asked."""

    action: DeviceAction
    target: Target | None
    url: str
    why: str

    def __str__(self) -> str:
        return f"{self.action.kind} {self._what()} on {self.url or 'the desktop'}: {self.why}"

    def _what(self) -> str:
        match self.action:
            case Navigate(url=url):
                return f"to {url}"
            case Press(keys=keys) | Hold(keys=keys):
                return f"{'+'.join(keys)} at {_named(self.target)}"
            case KeyDown(key=key):
                return f"{key} at {_named(self.target)}"
            case Type():
                return f"into {_named(self.target)}"
            case _:
                return _named(self.target)


class Warned(Value):
    """What a person is asked before a decision that the model's provider itself has concerns about."""

    concerns: tuple[Concern, ...]
    url: str

    def __str__(self) -> str:
        said = "; ".join(concern.message or concern.code or "no reason given" for concern in self.concerns)
        return f"the model's provider wants a person's yes{f' on {self.url}' if self.url else ''}: {said}"


Ask = Callable[[Question | Warned], Awaitable[bool]]
"""Puts a question to a person; True lets this one action or decision through, once."""


class ConfirmGuard:
    """Asks before risky actions, or before every one. `ask` None: nobody is there. `inspector` None: no page to ask.

    A yes holds for the action on the target that was shown: if that has changed in the meantime, it does not happen.
    """

    def __init__(
        self, policy: ConfirmPolicy, ask: Ask | None, inspector: Inspector | None, risks: Risks | None = None
    ) -> None:
        self._policy = policy
        self._ask = ask
        self._inspector = inspector
        self._risks = risks or known_risks()
        self._known: set[str] = set()
        self._started = False

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        """A provider's concerns go to a person whatever `--confirm` says: its terms are not ours to waive."""
        question = Warned(concerns=tuple(concerns), url=now.url)
        if self._ask is None:
            return Blocked(reason=f"{question}; there is nobody to ask: run it in a terminal", final=True)
        return None if await self._ask(question) else Blocked(reason=f"the person said no to: {question}", final=True)

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        if self._policy == "never" or isinstance(action, Wait | KeyUp):
            return None
        self._remember_start(now)
        target = await self._target(action)
        why = self._why(action, target, now)
        if why is None:
            return None
        question = Question(action=action, target=target, url=now.url, why=why)
        blocked = await self._asked(question)
        if blocked is None:
            self._learn(action, target)
        return blocked

    async def _asked(self, question: Question) -> Blocked | None:
        if self._ask is None:
            reason = f"{question}; this needs a person's yes (--confirm), and there is nobody to ask"
            return Blocked(reason=reason, final=True)
        if not await self._ask(question):
            return Blocked(reason=f"the person said no to: {question}", final=True)
        if await self._target(question.action) != question.target:
            return Blocked(reason=f"what is under it changed while the person was asked about: {question}")
        return None

    async def _target(self, action: DeviceAction) -> Target | None:
        """What the page says is under the action; None where it cannot be told, an empty target where nothing is."""
        if not isinstance(action, Click | Drag | MouseDown | MouseUp | Type | Press | Hold | KeyDown):
            return Target()
        if self._inspector is None:
            return None
        try:
            async with asyncio.timeout(INSPECTION_SECONDS):
                return await self._inspector.describe(action)
        except Exception:  # noqa: BLE001 - an inspector that fails, however it does, leaves the person to decide
            return None

    def _why(self, action: DeviceAction, target: Target | None, now: Observation) -> str | None:
        risk = self._risk(action, target, now)
        return risk or ("you asked to confirm every action" if self._policy == "always" else None)

    def _risk(self, action: DeviceAction, target: Target | None, now: Observation) -> str | None:
        match action:
            case Navigate(url=url):
                return self._new_site(url, now)
            case Type(text=text) if "<secret:" in text.lower():
                return self._new_field(target) or (self._enter(target) if "\n" in text else None)
            case Type(text=text):
                return self._enter(target) if "\n" in text else None
            case Press(keys=keys) | Hold(keys=keys):
                return self._chord(keys, target)
            case KeyDown(key=key):
                return self._chord((key,), target)
            case Click() | Drag() | MouseDown() | MouseUp():
                return self._pressed(target)
            case _:
                return None

    def _pressed(self, target: Target | None) -> str | None:
        if target is None:
            return UNREADABLE
        if target.role in _PRESSED_ROLES and not target.name.strip():
            return "it is a button without a name"
        return None if target.role in _TEXT_ROLES else self._risks.why(target.name)

    def _chord(self, keys: tuple[str, ...], target: Target | None) -> str | None:
        last = keys[-1].strip().lower()
        if last in ("enter", "return", "kp_enter", "numpadenter"):
            return self._enter(target)
        typing = target is not None and target.role in _TEXT_ROLES
        if last in ("space", "spacebar", " ", ""):
            return None if typing else self._pressed(target)
        return "it may delete what is selected" if last in ("delete", "del") and not typing else None

    def _enter(self, target: Target | None) -> str | None:
        """Enter presses the focused button, or a form's own; a field that says nothing of its form may send it."""
        if target is None or target.role not in _TEXT_ROLES:
            return self._pressed(target)
        if target.role == "searchbox" or self._risks.is_search(target.name):
            return None
        return "Enter may send the form that this field belongs to"

    def _new_site(self, url: str, now: Observation) -> str | None:
        site = _site(url if scheme_of(url) else f"https://{url}")
        return None if site in self._known | {_site(now.url)} else f"the run has not been on {site} yet"

    def _new_field(self, target: Target | None) -> str | None:
        if target is None:
            return UNREADABLE
        site = _site(target.origin)
        return None if site in self._known else f"a secret would be typed into {site}, where the run did not start"

    def _remember_start(self, now: Observation) -> None:
        if not self._started:
            self._started = True
            self._known |= {_site(now.url)} - {""}

    def _learn(self, action: DeviceAction, target: Target | None) -> None:
        """After a yes, the same site is not asked about again."""
        if isinstance(action, Navigate):
            self._known.add(_site(action.url if scheme_of(action.url) else f"https://{action.url}"))
        elif isinstance(action, Type) and target is not None and "<secret:" in action.text.lower():
            self._known.add(_site(target.origin))


def _site(url: str) -> str:
    """The origin without its scheme, for a person; "" for what is no http or https address."""
    try:
        return str(origin_of(url)).partition("://")[2]
    except ValueError:
        return ""


def _named(target: Target | None) -> str:
    if target is None:
        return "something unknown"
    said = f"{target.role} {target.name!r}" if target.name else target.role or "nothing in particular"
    return f"{said} of {target.origin}" if target.origin else said
