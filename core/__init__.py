"""The domain of Tipline: what the service does, in the standard library only."""
