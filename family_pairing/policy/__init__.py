"""The settings that pairing is about, and which of several choices holds. Pure: no model, no database.

The rule throughout: of the platform's floor, the guardians' choices and the teen's own, the most protective holds.
"""
