"""French: a moment reads as a sentence does, « 26 novembre 2026 à 19:30 »."""

DATETIME_FORMAT = "j F Y à H:i"
