"""Reads of prevention. Nothing here names a person or a word that somebody wrote."""
