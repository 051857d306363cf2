"""The shop's tasks: TASKS by name; each sets itself in the shop of any seed."""

from collections.abc import Mapping
from types import MappingProxyType

from guiagent.sandboxes.shop import Shop
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
from guiagent.tasks.shop.task import Plan, ShopTask

_PLANS = (
    buy_two,
    choose_variant,
    use_coupon,
    best_coupon,
    send_gift,
    buy_cheapest,
    buy_pair,
    order_cart,
    fix_cart,
    cancel_order,
    add_address,
    register,
    write_review,
    save_best,
    order_total,
    price_of_variant,
    no_such_product,
    too_many,
)

TASKS: Mapping[str, ShopTask] = MappingProxyType(
    {name: ShopTask(name, plan) for plan in _PLANS if (name := plan.__name__.replace("_", "-"))}
)
SANDBOX = Shop

__all__ = ["SANDBOX", "TASKS", "Plan", "ShopTask"]
