"""Addresses of version 1. They never change their meaning; what breaks a client becomes version 2."""

from django.urls import path, re_path

from safety_centre.platform_api import docs_page, embed, lexicon_document, openapi, views

urlpatterns = [
    path("prevention/screen", views.Screen.as_view(), name="api_screen"),
    path("prevention/feed", views.Feed.as_view(), name="api_feed"),
    path("openapi.json", openapi.openapi_json, name="api_openapi"),
    path("docs/", docs_page.docs, name="api_docs"),
    path("keys.json", lexicon_document.public_keys, name="api_keys"),
    path("embed/help", embed.embedded_help, name="api_embed_help"),
    path("prevention/lexicon", views.Lexicon.as_view(), name="api_lexicon"),
    path("accounts/<str:account>/exposures", views.Exposures.as_view(), name="api_exposures"),
    path("accounts/<str:account>/policy", views.Policy.as_view(), name="api_policy"),
    path("accounts/<str:account>/usage", views.Usage.as_view(), name="api_usage"),
    re_path(r"^(?P<path>.*)$", views.not_found, name="api_not_found"),
]
