"""Addresses. What readers read lies under its language; doors and machines have one address for all."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from guides import offline
from guides.portable import views as portable_views
from guides.views import glossary
from safety_centre import views
from safety_centre.accounts import my_data
from safety_centre.accounts.views import AdminLoginView
from safety_centre.pages.media_serving import serve_media
from safety_centre.pages.sitemaps import robots, sitemap
from safety_centre.pages.voting import vote
from safety_centre.prevention import transparency
from safety_centre.prevention import views as prevention_views
from safety_centre.search import views as search_views

handler404 = "safety_centre.views.page_not_found"
handler500 = "safety_centre.views.server_error"

urlpatterns = [
    path("api/v1/", include("safety_centre.platform_api.urls")),  # first: it is asked more often than all the rest
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("offline/<str:language>.json", offline.saved_lines, name="help_offline"),
    path("admin/login/", AdminLoginView.as_view(), name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/start/", views.after_sign_in, name="after_sign_in"),
    path("accounts/my-data/", my_data.my_data, name="account_my_data"),
    path("accounts/my-data/export/", my_data.export, name="account_export"),
    path("accounts/my-data/delete/", my_data.delete, name="account_delete"),
    path("accounts/covers/", prevention_views.my_covers, name="account_covers"),
    path("accounts/deleted/", my_data.deleted, name="account_deleted"),
    path("accounts/", include("allauth.urls")),
    path("family/", include("family_pairing.urls")),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.ENVIRONMENT != "production":
    # In production a web server or object storage hands out media.
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve_media)]

urlpatterns += i18n_patterns(
    path(_("glossary/"), glossary, name="glossary"),
    path("votes/", vote, name="vote"),
    path(_("search/"), search_views.page, name="search"),
    path("feed.xml", portable_views.guide_feed, name="guide_feed"),
    path("rss.xml", portable_views.guide_rss, name="guide_rss"),
    path("guides.json", portable_views.portable_index, name="portable_index"),
    path("guides/<uuid:key>.json", portable_views.portable_guide, name="portable_guide"),
    path("prevention/", prevention_views.demo, name="prevention_demo"),
    path(_("transparency/"), transparency.page, name="transparency"),
    path(_("transparency/counts.csv"), transparency.counts_csv, name="transparency_csv"),
)

# Pages only: Wagtail’s own urls would add a third sign-in door and password-protected pages.
urlpatterns += i18n_patterns(re_path(serve_pattern, serve_page, name="wagtail_serve"))
