"""Who is meant: persons under their many names, noun phrases as parties, pronouns and the like."""
