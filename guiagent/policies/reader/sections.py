"""Where sites usually keep things: words of what is looked for, and of the parts of a site that may hold it."""

from __future__ import annotations

import re

from guiagent.policies.reader.match import content

KEPT: tuple[tuple[str, str], ...] = (
    ("order purchase delivery shipment parcel tracking invoice receipt bought cancel",
     "order account purchase history invoice billing"),
    ("address phone telephone name birthday email contact street city",
     "account profile personal detail contact address setting"),
    ("password login security two-factor two-step verification session device",
     "account security privacy setting profile"),
    ("language theme time zone currency dark display font region",
     "general setting preference appearance display account"),
    ("notification alert email newsletter reminder message subscription marketing sms push",
     "notification setting preference account email"),
    ("privacy data cookie tracking visible public share visibility",
     "privacy setting account security"),
    ("card payment bank paypal bill invoice subscription plan price",
     "billing payment plan account pricing subscription invoice"),
    ("coupon code promo voucher discount quantity checkout total subtotal",
     "cart basket bag checkout"),
    ("phone telephone office address email reach hour opening call support",
     "contact about support help location office"),
    ("shipping return refund warranty delivery policy cost question",
     "help faq shipping return support delivery service"),
    ("member user colleague role team admin invite permission",
     "team member user people admin setting"),
    ("job career vacancy position salary hiring",
     "job career about"),
    ("founder founded company history ceo mission",
     "about company history"),
)  # fmt: skip
"""(what is looked for, where it may be); singular words, of sites of any kind."""


def related(wanted: frozenset[str], words: str) -> int:
    """How many words of a part of a site say that it may hold what is wanted."""
    own = content(words)
    return max(len(own & set(places.split())) if wanted & content(things) else 0 for things, places in KEPT)


FORWARD = re.compile(
    r"(?:next|continue|proceed|go on|next step|save and continue|continue to .*|next: .*)[ >\u203a\u2192]*",
    re.IGNORECASE,
)
"""What leads from one page of a form to the next."""
MORE = re.compile(
    r"(?:next(?: page)?|more|(?:show|load|see|view) (?:more|all)|older)[ >\u203a\u2192]*|[>\u203a\u2192\u00bb]",
    re.IGNORECASE,
)
"""What leads to more of a list."""
MENU = re.compile(r"(?:menu|more|options|\u2630|\u2261|navigation)", re.IGNORECASE)
DETAILS = re.compile(
    r"(?:(?:view|show|see|open|read) )?(?:details?|more|info|order|item|product)|view|open|show|details|manage|edit",
    re.IGNORECASE,
)
"""What leads from a row or a card to a page of its own."""
