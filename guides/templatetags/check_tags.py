"""The checks in templates: in the editor's Checks panel and above a preview."""

from typing import Any

from django import template

from guides.selectors.checks import report_on

register = template.Library()


@register.inclusion_tag("wagtailadmin/checks/panel.html", takes_context=True)
def checks_panel(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Show what the checks say of ``page`` as the form holds it."""
    user = getattr(context.get("request"), "user", None)
    return {"report": report_on(page, user), "page": page}


@register.inclusion_tag("wagtailadmin/checks/preview.html", takes_context=True)
def checks_in_preview(context: dict[str, Any]) -> dict[str, Any]:
    """Show what the checks say above a preview, and nothing on a page that readers get."""
    request, page = context.get("request"), context.get("page")
    if page is None or not getattr(request, "is_preview", False):
        return {}
    return {"report": report_on(page)}
