"""Fuzzing of everything that reads what others wrote, and of everything that writes it on."""
