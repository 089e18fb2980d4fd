"""A harness that stands apart: it knows the commands as a user does, and nothing of rules, lexicons or the other tests."""
