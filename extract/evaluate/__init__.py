"""How far extraction agrees with labelled passages."""
