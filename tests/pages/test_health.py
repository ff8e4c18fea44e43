"""Alive and ready."""

from django.db import connection


def test_alive_without_a_database(client):
    assert client.get("/healthz").status_code == 200


def test_ready_when_migrated(client, db):
    assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_when_a_migration_is_missing(client, own_database):
    from safety_centre import views

    views._migrated.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'guides'")
    assert client.get("/readyz").status_code == 503


def test_not_ready_when_the_database_is_gone(client, own_database, monkeypatch):
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nonexistent")
        assert client.get("/readyz").status_code == 503
    connection.close()
