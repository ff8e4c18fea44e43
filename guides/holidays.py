"""Public holidays by country, from the ``holidays`` library. National ones only: a line says nothing of its region."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=512)
def _of_year(country: str, year: int) -> frozenset[dt.date]:
    import holidays  # 60 ms at the first use; a process that shows no hours needs none

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # the library doesn't know this country
        return frozenset()


def public_holidays(country: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return the public holidays of ``country`` (ISO 3166 code) from ``first`` to ``last``, both included.

    Empty for a country that the library doesn't know: nobody is told of a holiday that may not be one.
    """

    def days() -> Iterator[dt.date]:
        for year in range(first.year, last.year + 1):
            yield from (day for day in _of_year(country, year) if first <= day <= last)

    return frozenset(days()) if country else frozenset()
