"""PostgreSQL refuses to empty the history too: TRUNCATE passes by the triggers of single lines. SQLite has none."""

from django.db import migrations

TABLE = "family_pairing_historyevent"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_not_emptied BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
        )


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_not_emptied ON {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("family_pairing", "0005_what_is_left_after_the_end")]
    operations = [migrations.RunPython(forwards, backwards)]
