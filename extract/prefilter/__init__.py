"""What need not be parsed, since it can hold no contact."""
