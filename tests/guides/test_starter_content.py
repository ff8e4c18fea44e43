"""The loader: idempotent, never over an editor, and nothing from a folder with an error."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from guides.loading.errors import StarterContentError
from guides.loading.load import load_starter_content
from guides.models import Helpline, StarterRecord, Topic, TopicGuidePage
from safety_centre.pages.models import HomePage
from safety_centre.pages.typography import NARROW
from tests.guides import starter_files

pytestmark = pytest.mark.django_db


def test_the_site_stands_where_the_settings_say_it_does(settings, client):
    settings.SITE_URL = "https://safety.example.org"
    load_starter_content()
    page = TopicGuidePage.objects.filter(locale__language_code="en").first()
    assert page.full_url == f"https://safety.example.org{page.url}"


def edited(**fields):
    return lambda data: {**data, **fields}


def test_loads_pages_in_both_languages_with_their_links(tmp_path):
    load_starter_content(folder=starter_files.write(tmp_path))

    french, english = TopicGuidePage.objects.filter(topic__key="small-topic").order_by("-locale__language_code")
    assert french.translation_key == english.translation_key
    assert french.live
    assert french.teen[0].value == f"Why{NARROW}?"
    assert 'linktype="page"' in french.teen[1].value.source
    assert f"now</b>{NARROW};" in french.teen[1].value.source
    assert "now</b> ;" in english.teen[1].value.source
    assert [str(hours.opens) for hours in Helpline.objects.get(key="small-line").hours.all()] == ["09:00:00"] * 2


def test_a_link_can_lead_to_one_side_of_a_guide(tmp_path, client):
    change = edited(parent=[{"text": "Read [their side](page:small-guide#friend)."}])
    load_starter_content(folder=starter_files.write(tmp_path, {"fr/topics/small.yaml": change}))
    page = TopicGuidePage.objects.get(title="Small guide fr")
    address = f"{page.url}?for=friend"
    assert f'href="{address}"' in page.parent[0].value.source
    assert client.get(address).context["audience"] == "friend"


def test_a_second_load_changes_nothing(tmp_path):
    folder = starter_files.write(tmp_path)
    load_starter_content(folder=folder)
    revisions = dict(TopicGuidePage.objects.values_list("pk", "latest_revision_id"))

    again = load_starter_content(folder=folder)

    assert (again.created, again.updated) == (0, 0)
    assert dict(TopicGuidePage.objects.values_list("pk", "latest_revision_id")) == revisions


def test_the_whole_starter_content_loads_a_second_time_without_a_change():
    again = load_starter_content()
    assert (again.created, again.updated) == (0, 0)
    made_otherwise = Q(name__contains="/partner-") | Q(name__startswith="file/")
    assert again.kept == StarterRecord.objects.exclude(made_otherwise).count()


def test_a_changed_file_mends_what_no_editor_touched(tmp_path):
    load_starter_content(folder=starter_files.write(tmp_path))
    changes = {"fr/topics/small.yaml": edited(title="Meilleur titre")}

    again = load_starter_content(folder=starter_files.write(tmp_path, changes))

    assert again.updated == 1
    assert TopicGuidePage.objects.filter(title="Meilleur titre", live=True).exists()


def test_an_editors_page_is_never_overwritten(tmp_path):
    load_starter_content(folder=starter_files.write(tmp_path))
    page = TopicGuidePage.objects.get(title="Small guide fr")
    page.title = "Written by an editor"
    page.save_revision().publish()
    changes = {"fr/topics/small.yaml": edited(title="From the file")}

    load_starter_content(folder=starter_files.write(tmp_path, changes))

    page.refresh_from_db()
    assert page.title == "Written by an editor"


def test_an_editors_draft_counts_as_a_change(tmp_path):
    load_starter_content(folder=starter_files.write(tmp_path))
    page = TopicGuidePage.objects.get(title="Small guide fr")
    page.title = "A draft"
    page.save_revision()

    load_starter_content(folder=starter_files.write(tmp_path, {"fr/topics/small.yaml": edited(title="From the file")}))

    assert page.get_latest_revision_as_object().title == "A draft"


def test_an_editors_record_is_never_overwritten(tmp_path):
    load_starter_content(folder=starter_files.write(tmp_path))
    Topic.objects.filter(key="small-topic").update(name_fr="Nom de l’équipe")
    change = {"topics.yaml": lambda rows: [{**rows[0], "name": {"fr": "Du fichier", "en": "From the file"}}]}

    load_starter_content(folder=starter_files.write(tmp_path, change))

    assert Topic.objects.get(key="small-topic").name_fr == "Nom de l’équipe"


def test_what_an_editor_deleted_stays_deleted(tmp_path):
    folder = starter_files.write(tmp_path)
    load_starter_content(folder=folder)
    TopicGuidePage.objects.get(title="Small guide en").delete()

    load_starter_content(folder=folder)

    assert not TopicGuidePage.objects.filter(title="Small guide en").exists()


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("fr/topics/small.yaml", edited(titel="x"), ["fr/topics/small.yaml:", "titel", "unknown field"]),
        ("fr/topics/small.yaml", edited(title=""), ["title", "is missing"]),
        ("fr/topics/small.yaml", edited(topic="nothing"), ["topic", "no such topic"]),
        ("fr/topics/small.yaml", edited(in_brief=["One."]), ["in_brief", "exactly three lines"]),
        ("fr/topics/small.yaml", edited(slug="Not a slug"), ["slug", "not-a-slug"]),
        ("fr/topics/small.yaml", edited(next_review="2020-01-01"), ["next_review"]),
        ("fr/topics/small.yaml", edited(teen=[{"raw_html": "<b>"}]), ["teen.0.raw_html", "no such block"]),
        ("fr/topics/small.yaml", edited(teen=[{"text": "<script>alert(1)</script>"}]), ["teen.0.text", "html"]),
        ("fr/topics/small.yaml", edited(teen=[{"text": "[x](javascript:alert)"}]), ["teen.0.text"]),
        ("fr/topics/small.yaml", edited(teen=[{"text": "[x](page:nowhere)"}]), ["page:nowhere"]),
        ("fr/topics/small.yaml", edited(teen=[{"steps": {"title": "A"}}]), ["teen.0.steps.steps", "is missing"]),
        ("fr/topics/small.yaml", "key: [unclosed", ["fr/topics/small.yaml:1", "(YAML)"]),
        ("helplines.yaml", lambda rows: [{**rows[0], "dial": "31 14"}], ["helplines.yaml:", "0.dial"]),
        ("helplines.yaml", lambda rows: [{**rows[0], "checked_on": "soon"}], ["0.checked_on", "a day"]),
        ("topics.yaml", lambda rows: [rows[0], rows[0]], ["1.key", "twice"]),
        ("topics.yaml", lambda rows: [{**rows[0], "name": {"fr": "Seul"}}], ["0.name.en", "is missing"]),
    ],
)
def test_an_error_is_named_and_nothing_is_loaded(tmp_path, name, change, expected):
    folder = starter_files.write(tmp_path, {name: change})

    with pytest.raises(StarterContentError) as refused:
        load_starter_content(folder=folder)

    assert all(part in str(refused.value) for part in expected), str(refused.value)
    assert not Topic.objects.filter(key="small-topic").exists()
    assert not TopicGuidePage.objects.filter(title__startswith="Small").exists()


def test_the_line_of_the_error_is_right(tmp_path):
    text = "key: small-help\ntitle: Aide\nslug: small-help-fr\nsearch_description: x\nbody:\n  - texte: Bonjour\n"
    folder = starter_files.write(tmp_path, {"fr/help.yaml": text})

    with pytest.raises(CommandError, match=r"fr/help\.yaml:6: body\.0\.texte") as refused:
        call_command("load_starter_content", folder=folder)

    assert "Nothing was loaded" in str(refused.value)


def test_every_loaded_page_answers_at_its_address(tmp_path, client):
    load_starter_content(folder=starter_files.write(tmp_path))
    for page in TopicGuidePage.objects.filter(topic__key="small-topic"):
        assert client.get(page.url).status_code == 200


def test_one_home_a_language_and_no_welcome_page():
    assert {home.locale.language_code for home in HomePage.objects.all()} == {"fr", "en"}
    assert not HomePage.objects.filter(title__icontains="welcome").exists()
