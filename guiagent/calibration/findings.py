"""The usual mistakes of a model that points, told from its clicks: which of them it makes, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Literal

from guiagent.calibration import seen
from guiagent.calibration.readings import Reading, in_pixels, otherwise
from guiagent.calibration.shots import Shot, hit, off
from guiagent.catalogue import Profile
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.images import SmartResize
from guiagent.words import quoted

PASSING = 0.8
"""The share of targets that must be hit."""
EXPLAINED = 0.6
"""The share of targets that a mistake must explain to be named; chance explains hardly any."""
SEEING = 0.25
"""The share of targets that nobody hits who does not see them: of twelve, chance hits three once in a thousand."""
Finding = Literal["passed", "swapped", "convention", "resized", "shifted", "blind", "mute", "imprecise"]
Found = tuple[Finding, str, str, str]
"""What was found, in words, what to do, and the dialect that mends it."""


def found_in(profile: Profile, own: Reading) -> Found:
    """What the clicks, read as the profile says, tell of the model."""
    if own.hits >= PASSING * len(own.shots):
        return _passed(own)
    return _explained(profile, own) or _blind(profile, own) or _mute(own) or _imprecise(own)


def _explained(profile: Profile, own: Reading) -> Found | None:
    """The mistake that explains most, if one explains enough: another way of speaking, another size, a shift."""
    shots = len(own.shots)
    best = _best(profile, own)
    clicks = in_pixels(profile, own.shots).clicks
    scales = seen.scales(clicks)
    scaled = seen.unscaled(clicks, scales) if any(scale.resized for scale in scales) else 0
    # A scale of its own for each size fits more easily than a whole convention.
    if best.hits > own.hits and best.hits >= max(EXPLAINED * shots, min(PASSING * shots, scaled)):
        return _misread(profile, best)
    if scaled > own.hits and scaled >= PASSING * shots:
        return _counting(profile, scales, scaled, shots) or _resized(scales, scaled, shots)
    return _shifted(own)


def _passed(own: Reading) -> Found:
    corrected = sum(shot.corrected for shot in own.shots)
    told = f", {corrected} of them after a reply that could not be read" if corrected else ""
    return "passed", f"it points where it means to: {_count(own)} in their targets{told}", "", ""


def _best(profile: Profile, own: Reading) -> Reading:
    """The other way of speaking that puts most clicks on their targets.

    A server's rounding to multiples counts only where it is clearly better than plain pixels.
    """

    def merit(reading: Reading) -> tuple[int, float]:
        return reading.hits, -reading.off * (1 + (reading.profile.image != profile.image))

    return max(otherwise(profile, own.shots), key=merit)


def _misread(profile: Profile, best: Reading) -> Found:
    # A family's own way of speaking has one space: another one is spoken in plain JSON.
    plain = best.profile.model_copy(update={"dialect": "", "grounded": True})
    speech, swapped = plain.speech, best.profile.order == "yx"
    same = SPACES[best.profile.space].span == SPACES[profile.space].span
    resized = best.profile.image != profile.image
    what = f"it speaks {_spoken(best.profile)}, and was read as speaking {_spoken(profile)}"
    if same and not resized:
        what = f"its axes are swapped: it names {'y' if swapped else 'x'} first"
    words = f"{what}; read so, {_count(best)} are in their targets"
    finding: Finding = "swapped" if same and not resized else "convention"
    if profile.tool:
        other = "is this the model that it is called? Asked in words it may do better: --dialect json:1000"
        return finding, words, other, ""
    return finding, words, f"use --dialect {speech}", speech


def _counting(profile: Profile, found: Sequence[seen.Scale], right: int, shots: int) -> Found | None:
    """Asked for shares of a picture, it counts to another number than it was told to, the same on all sizes."""
    if profile.space == "pixels" or not seen.alike(found):
        return None
    across, down = (round(median(scale.seen[axis] for scale in found)) for axis in (0, 1))
    words = (
        f"it counts from 0 to about {across} across and to about {down} down, whatever the picture's size, and was "
        f"read as speaking {_spoken(profile)}; read so, {right} of {shots} clicks are in their targets"
    )
    return (
        "convention",
        words,
        "no --dialect says this: ask it in its own pixels (json:pixels), or use another model",
        "",
    )


def _resized(found: Sequence[seen.Scale], right: int, shots: int) -> Found:
    """The clicks are right on a picture of another size, a constant one for each view."""
    changed = [scale for scale in found if scale.resized]
    sizes = ", ".join(f"{_size(scale.view.size)} as about {_size(scale.seen)}" for scale in changed)
    kept = max((scale.view.size for scale in found if not scale.resized), default=None)
    shrunk = any(scale.x < 1 for scale in changed)
    within = f"keep the screen within {_size(kept)} (--viewport, --scale 1), " if kept and shrunk else ""
    advice = (
        f"{within}let the server leave images as they are (vLLM --mm-processor-kwargs, llama.cpp --image-min-tokens "
        "and --image-max-tokens), or try --dialect json:1000, whose places do not depend on the size"
    )
    count = f"{right} of {shots} clicks"
    words = f"the server resized the pictures: it saw {sizes}; scaled back, {count} are in their targets"
    return "resized", words, advice, ""


def _shifted(own: Reading) -> Found | None:
    """All clicks miss by the same way."""
    clicks = own.clicks
    if not clicks:
        return None
    by = seen.shift(clicks)
    right = seen.unshifted(clicks, by)
    if right <= own.hits or right < PASSING * len(own.shots):
        return None
    count = f"{right} of {len(own.shots)}"
    words = f"its clicks are all shifted by ({by.x:+d},{by.y:+d}) pixels; shifted back, {count} are in their targets"
    return "shifted", words, "see whether the server crops or pads images", ""


def _blind(profile: Profile, own: Reading) -> Found | None:
    """Wherever the target is, it does not change the answer."""
    clicks = max([own, *otherwise(profile, own.shots)], key=lambda each: len(each.clicks)).clicks
    if len(clicks) < EXPLAINED * len(own.shots) or own.hits >= SEEING * len(own.shots):
        return None
    how = ""
    if seen.one_place(clicks):
        how = "it answers the same place whatever it is shown"
    elif seen.unrelated(clicks):
        how = "its answers have nothing to do with where the targets are"
    advice = (
        "is it a vision model, and does the server hand images on to it (llama.cpp --mmproj, vLLM without "
        "--limit-mm-per-prompt image=0)? A text-only checkpoint cannot be used"
    )
    return ("blind", f"it does not see the pictures: {how}", advice, "") if how else None


def _mute(own: Reading) -> Found | None:
    """Most replies name no place at all, or that is all that is wrong."""
    without = [shot for shot in own.shots if shot.point is None]
    nothing_else = own.hits >= PASSING * len(own.clicks) and len(without) > (1 - PASSING) * len(own.shots)
    if len(without) <= len(own.shots) / 2 and not nothing_else:
        return None
    rest = f", and {own.hits} of the other {len(own.clicks)} are in their targets" if own.clicks else ""
    words = f"it cannot point: {len(without)} of {len(own.shots)} times no place could be read{rest}"
    last = next((shot for shot in reversed(without) if shot.said or shot.text), None)
    return "mute", f"{words}; {_last_words(last)}" if last else words, "use another model, or another --dialect", ""


def _last_words(shot: Shot) -> str:
    wrote = f", having written {quoted(shot.text, 120)}" if shot.text.strip() and shot.text not in shot.said else ""
    return f"the last time: {shot.said}{wrote}" if shot.said else f"the last time it wrote {quoted(shot.text, 120)}"


def _imprecise(own: Reading) -> Found:
    misses = [off(picture, point) for picture, point in own.clicks if not hit(picture, point)]
    far = f"; the others are {median(misses):.0f} pixels from the middle in the median" if misses else ""
    return (
        "imprecise",
        f"it misses too often: only {_count(own)} are in their targets{far}",
        "expect misses of small targets: use a larger model, or one that was trained to point at screens",
        "",
    )


def _count(reading: Reading) -> str:
    return f"{reading.hits} of {len(reading.shots)} clicks"


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


_NAMES = {
    "pixels": "pixels",
    "1000": "thousandths",
    "999": "thousandths",
    "1": "shares from 0 to 1",
    "percent": "percent",
}


def _spoken(profile: Profile) -> str:
    first = ", y first" if profile.order == "yx" and not profile.tool else ""
    image = profile.image if profile.space == "pixels" else None
    sides = f" of an image resized to multiples of {image.factor}" if isinstance(image, SmartResize) else ""
    return f"{_NAMES[profile.space]}{sides}{first}"
