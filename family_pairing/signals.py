"""What pairing tells to whoever listens above it; imports go one way only."""

from django.dispatch import Signal

# A choice, a pairing's state or extra time of this teen was written: the effective policy may have changed. Sent in
# the transaction that writes, with ``teen_id``. Listeners compare for themselves what holds now.
policy_touched = Signal()
