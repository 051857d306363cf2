"""Every task as a Gymnasium environment: `gymnasium.make("guiagent/shop-buy-two-v0")` once this has been imported."""

from guiagent.bench.gym.registered import register

register()

from guiagent.bench.gym.env import GuiEnv  # noqa: E402, after the check that Gymnasium is there

__all__ = ["GuiEnv", "register"]
