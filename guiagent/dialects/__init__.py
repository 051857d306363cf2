"""Ways of speaking with models, one file each."""
