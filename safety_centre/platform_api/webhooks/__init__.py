"""Telling platforms that a teen's policy changed: an outbox, a signature, a target that is safe to call."""
