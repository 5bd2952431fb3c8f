"""How the encoder is made: the packages of the group ``train`` are needed for this alone."""
