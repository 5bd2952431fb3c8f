"""Which words of a message would tell who wrote it: found, and cut out."""
