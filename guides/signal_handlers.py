"""What must follow when a guide changes, whoever changed it."""

from guides.models import CharterCommitment, GlossaryTerm, Helpline, HelplineHours, PartnerAssociation, Topic
from safety_centre.pages.page_cache import follow

# Pages show these records: kept pages are dropped when one of them changes.
follow(CharterCommitment, GlossaryTerm, Helpline, HelplineHours, PartnerAssociation, Topic)
