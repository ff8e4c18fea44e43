"""Waiting for what a page comes to, without evaluating strings in it."""

from playwright.sync_api import BrowserContext, Page

PATIENCE = 30_000  # milliseconds


def until(page: Page, condition: str) -> None:
    """Wait until the JavaScript ``condition`` holds in ``page``; fail after half a minute.

    ``Page.wait_for_function`` looks again by ``eval``, which our content security policy forbids: it passes only where
    the first look finds it.
    """
    page.evaluate(
        f"""() => new Promise((done, failed) => {{
          const begun = performance.now();
          const look = () => {{
            if ({condition}) done();
            else if (performance.now() - begun > {PATIENCE}) failed(new Error("never came true"));
            else requestAnimationFrame(look);
          }};
          look();
        }})"""
    )


# Wagtail takes its picture of the unchanged form two seconds after it opens: what is typed before is no change to it.
# The form is ready long before, so the picture is taken sooner; and tells of it.
TELLS = """
const later = window.setTimeout;
window.setTimeout = (call, after, ...rest) => later(call, after === 2000 ? 400 : after, ...rest);
addEventListener("w-unsaved:watch-edits", () => (document.documentElement.dataset.watching = ""));
"""


def watched(context: BrowserContext) -> BrowserContext:
    """Let the admin's forms in ``context`` tell when they notice what changes (:func:`ready_to_edit`)."""
    context.add_init_script(TELLS)
    return context


def ready_to_edit(page: Page) -> None:
    """Wait until the form in ``page`` notices what changes."""
    page.locator("html[data-watching]").wait_for()
