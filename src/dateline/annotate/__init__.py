"""Floor 2: what an article says, one file or small folder a layer. `layers.py` has their order and `annotate`."""
