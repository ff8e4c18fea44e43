"""The rule of repeated use exists from the start: reading it must never write."""

from django.db import migrations


def forwards(apps, schema_editor):
    apps.get_model("prevention", "PreventionRule").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("prevention", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
