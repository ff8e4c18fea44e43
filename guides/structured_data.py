"""What guides and chapters say of themselves in schema.org's words: when reviewed, by whom, about what, from where.

Only real associations are named: the made-up ones of the starter content ("Example") reviewed nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

# Guides about health, written to be read by patients and those around them: schema.org's MedicalWebPage. The others
# (harassment, hate, image abuse) are about what people do to each other.
CONDITIONS = {"depression", "eating-disorders"}
MEDICAL = CONDITIONS | {"suicide-self-harm"}

Nodes = tuple[dict[str, Any], dict[str, Any] | None]


def nodes_of(page: Any, context: Mapping[str, Any]) -> Nodes:
    """Return what the page's node and its article say beyond any page's facts. Asks the database nothing."""
    topic = getattr(page, "topic", None)
    partners = [partner for partner in context.get("partners") or [] if not partner.is_example]
    organisations = [_organisation(partner) for partner in partners]
    special: dict[str, Any] = {}
    if page.reviewed_on:
        special["lastReviewed"] = page.reviewed_on.isoformat()
        if organisations:
            special["reviewedBy"] = organisations
    article: dict[str, Any] = {"citation": list(_citations(page.sources))}
    if organisations:
        article["author"] = organisations
    if settings.CONTENT_LICENCE_URL:
        article["license"] = settings.CONTENT_LICENCE_URL
    if topic is not None:
        about = {"@type": "MedicalCondition" if topic.key in CONDITIONS else "Thing", "name": topic.name}
        special["about"] = article["about"] = about
        if topic.key in MEDICAL:
            special["@type"] = "MedicalWebPage"
    return special, {name: value for name, value in article.items() if value}


def _organisation(partner: Any) -> dict[str, Any]:
    found = {"@type": "Organization", "name": partner.name}
    return found | ({"url": partner.website} if partner.website else {})


def _citations(sources: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for source in sources:
        value = source.value
        found = {"@type": "CreativeWork", "name": value["title"], "publisher": value["publisher"]}
        if value.get("url"):
            found["url"] = value["url"]
        if value.get("year"):
            found["datePublished"] = str(value["year"])
        yield found
