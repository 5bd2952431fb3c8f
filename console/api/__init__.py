"""The JSON API for a force's own system: the same use cases and rights as the pages."""
