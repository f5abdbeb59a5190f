"""How fast and how lean: this program beside textrank4zh, sumy and snownlp, on the same articles."""
