"""An index of groups of three letters, for words that were mistyped (PostgreSQL only; ``pg_trgm`` comes with pages)."""

from django.db import migrations


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS search_word_trigrams ON safety_search_searchword USING gin (word gin_trgm_ops)"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_word_trigrams")


class Migration(migrations.Migration):
    dependencies = [("safety_search", "0001_search_index"), ("pages", "0002_text_search")]
    operations = [migrations.RunPython(forwards, backwards)]
