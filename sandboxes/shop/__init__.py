"""A web shop with its state in SQLite: search, cart, checkout and accounts, another one for each seed."""

from guiagent.sandboxes.shop.shop import Shop, ShopSession
from guiagent.sandboxes.shop.state import ShopState
from guiagent.sandboxes.shop.world import World, world

SANDBOX = Shop
"""What `--sandbox shop` opens."""

__all__ = ["SANDBOX", "Shop", "ShopSession", "ShopState", "World", "world"]
