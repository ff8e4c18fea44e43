"""A client of the safety centre's API, written from docs/api.md alone: Python's standard library and nothing else.

SAFETY_URL=https://safety.example SAFETY_KEY=sc_… python docs/examples/client.py "i feel alone #depression"
"""

import json
import os
import sys
import urllib.error
import urllib.request
import uuid


class SafetyCentre:
    """One platform's access. Every method returns plain data; :class:`Refused` names the field that is wrong."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/") + "/api/v1/", key
        self._lexicon: tuple[str, dict] | None = None

    def screen(self, **asked) -> dict:
        """Send words; a timeout is tried once more under the same key, so that a use counts once."""
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        try:
            return self._ask("POST", "prevention/screen", asked, headers)
        except TimeoutError:
            return self._ask("POST", "prevention/screen", asked, headers)

    def feed(self, account: str, items: list[dict], **asked) -> dict[str, dict]:
        """Return the decision of each item by its id."""
        found = self._ask("POST", "prevention/feed", {"account": account, "items": items, **asked})
        return {one["id"]: one for one in found["items"]}

    def lexicon(self) -> dict:
        """Return the published lexicon, from memory where it hasn't changed."""
        headers = {"If-None-Match": self._lexicon[0]} if self._lexicon else {}
        try:
            with self._open("GET", "prevention/lexicon", None, headers) as answer:
                self._lexicon = answer.headers["ETag"], json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 304:
                raise
        assert self._lexicon is not None
        return self._lexicon[1]

    def exposures(self, account: str) -> dict:
        return self._ask("GET", f"accounts/{account}/exposures")

    def forget(self, account: str) -> None:
        self._ask("DELETE", f"accounts/{account}/exposures")

    def policy(self, account: str) -> dict:
        return self._ask("GET", f"accounts/{account}/policy")

    def _open(self, method: str, path: str, body: object, headers: dict[str, str]):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name, value)
        return urllib.request.urlopen(request, timeout=10)

    def _ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None):
        try:
            with self._open(method, path, body, headers or {}) as answer:
                raw = answer.read()
                return json.loads(raw) if raw else None
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)) from None


class Refused(Exception):
    """A problem document: ``status``, ``detail``, and ``fields`` with what is wrong in each."""

    def __init__(self, problem: dict) -> None:
        self.status, self.detail = problem["status"], problem["detail"]
        self.fields = {one["field"]: one["message"] for one in problem.get("errors", [])}
        super().__init__(f"{self.status} {self.detail}")


if __name__ == "__main__":
    centre = SafetyCentre(os.environ["SAFETY_URL"], os.environ["SAFETY_KEY"])
    print(json.dumps(centre.screen(text=" ".join(sys.argv[1:]), trigger="search"), indent=2, ensure_ascii=False))
