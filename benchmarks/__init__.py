"""How fast and how lean: this program beside textrank4zh 0.3, on the same articles in one run."""
