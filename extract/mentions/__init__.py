"""The names in a text, and the titles before them."""
