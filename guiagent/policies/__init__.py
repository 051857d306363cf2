"""Ways of deciding."""
