"""Contacts in, graph, page and files out."""
