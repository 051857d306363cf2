"""The shop's tasks: each sets itself in the shop of any seed."""

from collections.abc import Callable
from types import MappingProxyType

from guiagent.sandboxes.shop import Shop, World
from guiagent.suites import Suite
from guiagent.tasks._planned import Plan, PlannedTask
from guiagent.tasks.shop.account import cancel_order, fix_cart, order_cart
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
from guiagent.tasks.shop.profile import add_address, register, save_best, write_review

ShopTask = PlannedTask[World]

_LEVELS: dict[int, tuple[Callable[[World], Plan], ...]] = {
    1: (price_of_variant, no_such_product, too_many),
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
    ),
    3: (best_coupon, buy_cheapest, save_best),
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
