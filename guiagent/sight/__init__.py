"""What stands on a screen, told from its pixels alone: texts and widgets, without a model."""
