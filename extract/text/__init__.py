"""A text as it is read: cleaned, cut into paragraphs, its words of time resolved."""
