"""The grammar of a sentence: clauses and their arguments, lists, what governs what."""
