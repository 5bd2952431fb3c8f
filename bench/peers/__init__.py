"""Bots that ours is measured beside, each a process of its own."""
