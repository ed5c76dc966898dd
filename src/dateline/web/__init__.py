"""Floor 6: the reader, pages over an archive or a few articles, served on this machine or written as a folder. No page runs a script of its own text."""
