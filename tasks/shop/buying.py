"""Tasks that end in an order by somebody who is not logged in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.shop.pricing import Coupon, Goods
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.afterwards import after_order, goods
from guiagent.tasks.shop.before import available, drawing
from guiagent.tasks.shop.recipient import Recipient, address_words, recipient


def buy_two(world: World) -> Plan:
    """Two of a product, each thing to do said in words that stand on the screen."""
    rng, words = drawing(world, "buy-two"), world.look.words
    product, to = rng.choice(available(world, 8)), recipient(rng)
    task = (
        f"Search for '{product.name}', open it, set {words.quantity} to 2 and click {words.add}. "
        f"Then go to the checkout, {address_words(world, to)}, check 'I accept the terms and conditions', "
        f"click {words.place} and report the order number."
    )
    return _order(world, task, [goods(product, 2)], to)


def choose_variant(world: World) -> Plan:
    """A product in a size, format or colour that is not the first."""
    rng, words = drawing(world, "choose-variant"), world.look.words
    product, to = rng.choice([p for p in available(world, 8) if p.options]), recipient(rng)
    chosen = {option.name: rng.choice(option.values[1:]) for option in product.options}
    choice = " and ".join(f"{name} '{value}'" for name, value in chosen.items())
    task = (
        f"Search for '{product.name}' and open it. Choose {choice}, then click {words.add}. Go to the checkout, "
        f"{address_words(world, to)}, check 'I accept the terms and conditions' and click {words.place}. "
        "Report the order number."
    )
    return _order(world, task, [goods(product, 1, chosen)], to)


def use_coupon(world: World) -> Plan:
    """A coupon entered in the cart."""
    rng, words = drawing(world, "use-coupon"), world.look.words
    product, to, coupon = rng.choice(available(world, 8)), recipient(rng), world.coupons[0]
    task = (
        f"Buy one '{product.name}' with the {words.coupon.lower()} '{coupon.code}': search for it, open it and click "
        f"{words.add}, enter the code in the {words.basket.lower()}, click Apply and go on to the checkout. There, "
        f"{address_words(world, to)}, check 'I accept the terms and conditions' and click {words.place}."
    )
    return _order(world, task, [goods(product)], to, coupon)


def best_coupon(world: World) -> Plan:
    """Of the codes on the offers page, the one that saves the most on this order."""
    rng = drawing(world, "best-coupon")
    for product in rng.sample(available(world, 8), len(available(world, 8))):
        bought = [goods(product, quantity := rng.choice((2, 3, 4)))]
        usable = [coupon for coupon in world.coupons if not coupon.refusal(bought, world.today)]
        savings = sorted(coupon.discount(bought) for coupon in usable)
        if len(savings) > 1 and savings[-1] > savings[-2]:
            break
    best, to = max(usable, key=lambda coupon: coupon.discount(bought)), recipient(rng)
    first = goods(product)
    chosen = f" ({first.options})" if first.options else ""
    task = (
        f"Order {quantity} of '{product.name}'{chosen}. Look at the Offers page first and use the one code that takes "
        f"the most off this order. Standard delivery to {_to(to)}."
    )
    return _order(world, task, bought, to, best)


def send_gift(world: World) -> Plan:
    """An express delivery on a day, wrapped, with a message."""
    rng, words = drawing(world, "send-gift"), world.look.words
    product, to = rng.choice(available(world, 8)), recipient(rng)
    day = world.today + datetime.timedelta(rng.randrange(4, 20))
    day += datetime.timedelta(day.isoweekday() == 7)
    message = rng.choice(("Happy birthday!", "Congratulations!", "With love from all of us", "Get well soon"))
    task = (
        f"Send one '{product.name}' as a gift to {_to(to)}. Use Express delivery, with {day.day} {day:%B %Y} as the "
        f"delivery date, have it gift wrapped and set Gift message to '{message}'. Click {words.place} at the end "
        "and report the order number."
    )
    extra = (
        click("radio", "Express delivery"),
        moves.dated("Delivery date (optional)", day),
        click("checkbox", "Gift wrap"),
        type_into("textbox", "Gift message", message),
    )
    details = {"delivery": "express", "day": day.isoformat(), "gift_wrap": True, "message": message}
    return _order(world, task, [goods(product)], to, None, extra, **details)


def buy_cheapest(world: World) -> Plan:
    """The cheapest of a category that is in stock and well rated."""
    rng = drawing(world, "buy-cheapest")
    fits = {
        name: [p for p in world.products if p.category == name and p.stock and p.rating >= 40]
        for name in world.categories
    }
    category = rng.choice([name for name, found in fits.items() if len(found) > 1])
    product, to = min(fits[category], key=lambda p: p.price), recipient(rng)
    task = (
        f"Buy one of the cheapest product in {category} that is in stock and rated 4.0 or better, in its first size "
        f"or colour if it has several. Send it to {_to(to)}, by standard delivery. Report the order number."
    )
    return _order(world, task, [goods(product)], to)


def buy_pair(world: World) -> Plan:
    """Two products in one order, collected from the shop."""
    rng = drawing(world, "buy-pair")
    (one, other), to = rng.sample(available(world, 8), 2), recipient(rng)
    task = (
        f"Put 3 of '{one.name}' and 1 of '{other.name}' into one order, in the sizes and colours that are shown first, "
        f"and choose Collect from the shop. It is for {_to(to)}. Report the order number."
    )
    collect = (click("radio", "Collect from the shop"),)
    return _order(world, task, [goods(one, 3), goods(other)], to, None, collect, delivery="pickup")


def _to(to: Recipient) -> str:
    return f"{to.name}, {to.street}, {to.city}, {to.postcode}, {to.country} (email {to.email})"


def _order(
    world: World,
    task: str,
    bought: Sequence[Goods],
    to: Recipient,
    coupon: Coupon | None = None,
    extra: moves.Moves = (),
    **details: object,
) -> Plan:
    """The plan of an order of these goods; `extra` is done on the checkout form."""
    words, number = world.look.words, world.next_order_number()
    filling = [move for line in bought for move in moves.added(world, line.product, line.options, line.quantity)]
    applying = (
        (click("link", words.basket), type_into("textbox", words.coupon, coupon.code), click("button", "Apply"))
        if coupon
        else ()
    )
    form = (*moves.to_checkout(world), *moves.filled_in(world, to), *extra, *moves.placed(world))
    return Plan(
        instruction=task,
        moves=(*filling, *applying, *form, finish(number)),
        expected=after_order(world, bought, to, coupon=coupon.code if coupon else "", **details),
        answers=(number,) if "eport the order number" in task else (),
    )
