"""A seed makes a world: the same one each time, another one for another seed."""

from __future__ import annotations

from guiagent.sandboxes.shop.catalogue import vocabulary
from guiagent.sandboxes.shop.world import World, world


def fresh(seed: int) -> World:
    """The world as a new process would make it."""
    world.cache_clear()
    return world(seed)


def test_the_same_seed_gives_the_same_world() -> None:
    assert fresh(5) == fresh(5)


def test_another_seed_gives_other_products_prices_people_and_order_numbers() -> None:
    one, other = world(1), world(2)
    assert {p.name for p in one.products} != {p.name for p in other.products}
    assert [p.price for p in one.products] != [p.price for p in other.products]
    assert one.customer != other.customer
    assert one.next_order_number() != other.next_order_number()


def test_every_way_to_look_turns_up() -> None:
    looks = [world(seed).look for seed in range(60)]
    for name, kinds in (("filters", 2), ("labels", 2), ("choices", 2), ("after_adding", 2), ("accent", 8)):
        assert len({getattr(look, name) for look in looks}) == kinds


def test_a_shop_has_sixty_products_and_nothing_is_called_or_priced_alike() -> None:
    for seed in range(30):
        products = world(seed).products
        assert len(products) == 60
        for name in ("sku", "slug", "name", "price"):
            assert len({getattr(product, name) for product in products}) == 60, (seed, name)


def test_there_are_names_enough_that_none_is_worth_remembering() -> None:
    names = sum(len(each["first"]) * len(each["kinds"]) for each in vocabulary()["category"])
    assert names > 1500


def test_order_numbers_never_come_twice() -> None:
    here = world(3)
    assert len({here.order_number(index) for index in range(5000)}) == 5000


def test_past_orders_lie_in_the_past_and_add_up() -> None:
    for seed in range(10):
        here = world(seed)
        for order in here.initial.orders:
            lines = [line for line in here.initial.order_lines if line.number == order.number]
            assert order.placed < here.today
            assert order.subtotal == sum(line.price * line.quantity for line in lines)
            assert order.total == order.subtotal - order.discount + order.shipping + order.wrapping
