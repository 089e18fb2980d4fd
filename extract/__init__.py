"""Text in, contacts out."""
