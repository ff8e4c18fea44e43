"""Guides for those who republish: a feed of what is new or reviewed, and each guide as a portable document.

The document's format is docs/portable-guides.md; ``blocks`` turns a body into it, ``documents`` a page, and ``views``
serves both.
"""
