"""Language models that see, each behind `Model`."""
