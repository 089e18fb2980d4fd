"""Contact words, and the contacts between parties that they make."""
