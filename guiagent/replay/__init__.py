"""Re-enacting what was recorded."""
