"""What all pages share, the home page, plain pages, and the media they use."""

from safety_centre.pages.models.base import BasePage, PageKey
from safety_centre.pages.models.home import HomePage
from safety_centre.pages.models.media import CustomDocument, CustomImage, CustomMedia, CustomRendition
from safety_centre.pages.models.served import PageCacheVersion, PageViews
from safety_centre.pages.models.standard import StandardPage
from safety_centre.pages.models.votes import PageVote

__all__ = [
    "BasePage",
    "CustomDocument",
    "CustomImage",
    "CustomMedia",
    "CustomRendition",
    "HomePage",
    "PageCacheVersion",
    "PageKey",
    "PageViews",
    "PageVote",
    "StandardPage",
]
