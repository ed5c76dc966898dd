"""Floor 1: what we know of the world, as data with sources: places, names, outlets."""
