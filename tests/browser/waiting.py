"""Waiting for what a page comes to, without evaluating strings in it."""

from playwright.sync_api import Page

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
