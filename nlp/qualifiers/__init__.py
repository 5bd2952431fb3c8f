"""When, whether, how sure and from whom: what each clause of a message says of its facts."""
