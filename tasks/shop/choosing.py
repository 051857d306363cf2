"""Tasks that end in another cart or wish list, most of them after comparing."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish
from guiagent.sandboxes.shop.catalogue import Product
from guiagent.sandboxes.shop.state import CartLine, OrderLine, Wish
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.afterwards import with_rows
from guiagent.tasks.shop.before import as_customer, available, drawing, lines_of, own_orders


def cheapest_of_three(world: World) -> Plan:
    """Of three products, the one that costs the least."""
    rng = drawing(world, "cheapest-of-three")
    three = rng.sample(available(world, 1), 3)
    product = min(three, key=lambda each: each.price)
    basket = world.look.words.basket.lower()
    names = [f"'{each.name}'" for each in three]
    line = CartLine(owner="guest", sku=product.sku, options=product.chosen({}), quantity=1)
    return Plan(
        instruction=(
            f"Which is the cheapest, {names[0]}, {names[1]} or {names[2]}, each in what is chosen for it at first? Put "
            f"one of that into the {basket}, and nothing else."
        ),
        moves=(
            *(move for each in three if each != product for move in moves.opened(world, each)),
            *moves.added(world, product),
            finish(),
        ),
        expected=with_rows(world, cart_lines=(*world.initial.cart_lines, line)),
    )


def most_rated(world: World) -> Plan:
    """The product of a category that the most people have rated goes on the wish list."""
    wished = {wish.sku for wish in world.initial.wishes}
    first = [found[0] for category in world.categories if (found := _by_ratings(world, category))]
    offered = [product for product in first if product.sku not in wished and product in available(world, 0)]
    product = drawing(world, "most-rated").choice(offered)
    wish = Wish(email=world.customer.email, sku=product.sku)
    return Plan(
        instruction=(
            f"{as_customer(world)} On the page of a product stands how many ratings it has. Find the one in "
            f"{product.category} with the most ratings and put it on the {world.look.words.wish.lower()}."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", product.category),
            *moves.opened(world, product),
            click("button", world.look.words.save),
            finish(),
        ),
        expected=with_rows(world, wishes=(*world.initial.wishes, wish)),
    )


def _by_ratings(world: World, category: str) -> list[Product]:
    """The products of a category, the one with the most ratings first; none where two have as many as that."""
    goods = sorted((each for each in world.products if each.category == category), key=lambda each: -each.ratings)
    return goods if goods[0].ratings > goods[1].ratings else []


def drop_dearer_wish(world: World) -> Plan:
    """Of the two products on the wish list, the one that costs more goes."""
    wished = [world.product(wish.sku) for wish in world.initial.wishes]
    gone = max(wished, key=lambda product: product.price)
    return Plan(
        instruction=(
            f"{as_customer(world)} There are two products on the {world.look.words.wish.lower()}. Take off the one "
            "that costs more, and leave the other."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", world.look.words.wish),
            click("button", f"Remove {gone.name}"),
            finish(),
        ),
        expected=with_rows(world, wishes=tuple(wish for wish in world.initial.wishes if wish.sku != gone.sku)),
    )


def reorder(world: World) -> Plan:
    """What was bought once lies in the cart again, as it was then."""
    rng, basket = drawing(world, "reorder"), world.look.words.basket.lower()
    order, line = rng.choice([
        (order, line) for order in own_orders(world) for line in lines_of(world, order.number) if _is_there(world, line)
    ])  # fmt: skip
    new = CartLine(owner=world.customer.email, sku=line.sku, options=line.options, quantity=line.quantity)
    return Plan(
        instruction=(
            f"{as_customer(world)} In the order of {order.placed.day} {order.placed:%B %Y} was '{line.name}'. Put the "
            f"same into the {basket} again, as many and in the same choices as then. Do not order anything."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", f"Details of {order.number}"),
            *moves.added(world, world.product(line.sku), line.options, line.quantity),
            finish(),
        ),
        expected=with_rows(world, cart_lines=(*world.initial.cart_lines, new)),
    )


def _is_there(world: World, line: OrderLine) -> bool:
    """Whether so many can be bought again, and none lies in the cart."""
    waiting = {each.sku for each in world.initial.cart_lines}
    return line.sku not in waiting and world.product(line.sku) in available(world, line.quantity)


def empty_cart(world: World) -> Plan:
    """Nothing is left in the cart."""
    words = world.look.words
    names = [world.product(line.sku).name for line in world.initial.cart_lines]
    return Plan(
        instruction=f"{as_customer(world)} Remove everything from the {words.basket.lower()}.",
        moves=(
            *moves.logged_in(world),
            click("link", words.basket),
            *(click("button", f"Remove {name}") for name in names),
            finish(),
        ),
        expected=with_rows(world, cart_lines=()),
    )
