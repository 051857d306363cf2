"""The shop's tasks: each sets itself in the shop of any seed."""

from collections.abc import Callable
from types import MappingProxyType

from guiagent.sandboxes.shop import Shop, World
from guiagent.suites import Suite
from guiagent.tasks._planned import Plan, PlannedTask
from guiagent.tasks.shop.account import cancel_order, fix_cart, order_cart
from guiagent.tasks.shop.addresses import change_details, delete_address, edit_address, switch_default
from guiagent.tasks.shop.asking import no_such_product, order_total, price_of_variant, too_many
from guiagent.tasks.shop.buying import (
    best_coupon,
    buy_cheapest,
    buy_pair,
    buy_two,
    choose_variant,
    send_gift,
    use_coupon,
)
from guiagent.tasks.shop.choosing import cheapest_of_three, drop_dearer_wish, empty_cart, most_rated, reorder
from guiagent.tasks.shop.looking_up import cart_total, delivery_price, fact_of_product, order_of_product, total_spent
from guiagent.tasks.shop.profile import add_address, register, save_best, write_review
from guiagent.tasks.shop.refusing import cancel_too_late, expired_coupon

ShopTask = PlannedTask[World]

_LEVELS: dict[int, tuple[Callable[[World], Plan], ...]] = {
    1: (price_of_variant, no_such_product, too_many, fact_of_product, delivery_price),
    2: (
        buy_two,
        choose_variant,
        use_coupon,
        send_gift,
        buy_pair,
        order_cart,
        fix_cart,
        cancel_order,
        add_address,
        register,
        write_review,
        order_total,
        edit_address,
        switch_default,
        delete_address,
        change_details,
        empty_cart,
        drop_dearer_wish,
        order_of_product,
        cart_total,
        expired_coupon,
        cancel_too_late,
    ),
    3: (best_coupon, buy_cheapest, save_best, cheapest_of_three, most_rated, reorder, total_spent),
}

TASKS = MappingProxyType(
    {
        name: ShopTask(name, plan, Shop, level)
        for level, plans in _LEVELS.items()
        for plan in plans
        if (name := plan.__name__.replace("_", "-"))
    }
)
SUITE = Suite("shop", version="1", tasks=TASKS)

__all__ = ["SUITE", "TASKS", "Plan", "ShopTask"]
