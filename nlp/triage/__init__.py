"""How urgent a message is, and why."""
