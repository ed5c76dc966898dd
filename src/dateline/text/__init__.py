"""Floor 0: the nouns. Plain frozen values, standard library only, no I/O and no language."""
