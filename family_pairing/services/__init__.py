"""Every write of family pairing: keyword-only, atomic, validated, and it leaves its line of history."""
