"""From a message to an Analysis: rules over plain tokens, with spaCy at the rim."""
