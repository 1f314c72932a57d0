from django.db import migrations

from evaluations import panel_guards


def install(apps, schema_editor):
    panel_guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    panel_guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
