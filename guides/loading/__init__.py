"""Starter content: files that a translator can edit, loaded once and never over an editor's work."""
