"""Newspaper pages of known truth: articles → layout → PDF and the text forms that a text layer takes."""
