"""Addresses of family pairing. All are for signed-in parents and teens."""

from django.urls import path

from family_pairing.views import agreement, family, pairing, plans

urlpatterns = [
    path("", family.home, name="family_home"),
    path("start/", pairing.start, name="family_start"),
    path("waiting/", pairing.waiting, name="family_waiting"),
    path("invite/", pairing.invite, name="family_invite"),
    path("join/", pairing.join, name="family_join"),
    path("join/<str:token>/", pairing.join_link, name="family_join_link"),
    path("settings/<slug:key>/", family.set_mine, name="family_set_mine"),
    path("requests/<int:pk>/", family.answer, name="family_answer"),
    path("<uuid:pairing_id>/review/", pairing.review, name="family_review"),
    path("<uuid:pairing_id>/end/", pairing.end, name="family_end"),
    path("<uuid:pairing_id>/consent/", pairing.consent, name="family_consent"),
    path("<uuid:pairing_id>/stay/", pairing.stay, name="family_stay"),
    path("<uuid:pairing_id>/safe/", pairing.safe, name="family_safe"),
    path("<uuid:pairing_id>/history/", family.history_page, name="family_history"),
    path("<uuid:pairing_id>/history/read/", family.history_read, name="family_history_read"),
    path("<uuid:pairing_id>/extra-time/", family.give_extra_time, name="family_extra_time"),
    path("extra-time/", family.ask_extra_time, name="family_ask_extra_time"),
    path("<uuid:pairing_id>/settings/<slug:key>/", family.set_theirs, name="family_set_theirs"),
    path("news/read/", family.news_read, name="family_news_read"),
    path("digest/", family.digest_wanted, name="family_digest"),
    path("<uuid:pairing_id>/plans/<int:pk>/take-back/", plans.unplan, name="family_unplan"),
    path("<uuid:pairing_id>/plan/", plans.plan, name="family_plan"),
    path("<uuid:pairing_id>/agreement/", agreement.show, name="family_agreement"),
    path("<uuid:pairing_id>/agreement/write/", agreement.write, name="family_agreement_write"),
    path("<uuid:pairing_id>/agreement/sign/", agreement.sign, name="family_agreement_sign"),
    path("<uuid:pairing_id>/agreement/note/", agreement.note, name="family_agreement_note"),
    path("<uuid:pairing_id>/agreement/print/", agreement.print_page, name="family_agreement_print"),
]
