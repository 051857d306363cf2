"""The command line; parts are wired together here and nowhere else."""
