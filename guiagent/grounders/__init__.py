"""What finds the place that a description means: by its text, by how it looks, and closer up."""
