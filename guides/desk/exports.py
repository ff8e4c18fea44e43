"""Files that people open in a spreadsheet: what somebody wrote into a page must not run there."""

import datetime as dt
from decimal import Decimal
from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """Return ``value`` with an apostrophe before it where a spreadsheet would take its text for a formula (OWASP)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) else value


class HarmlessExport:
    """For Wagtail's report views: their spreadsheets hold no formulas, their CSV files do."""

    FORMAT_CSV: str

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        made = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        if export_format != self.FORMAT_CSV or made is None or isinstance(made, (int, float, Decimal, dt.date)):
            return made
        return harmless(str(made))
