"""Floor 5: the same steps over more articles than one process takes: engines, columns on disk, relations between them."""
