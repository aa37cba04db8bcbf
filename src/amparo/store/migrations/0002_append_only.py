"""Let the database itself refuse to change or drop a statement, a head or an original."""

from django.db import migrations

TABLES = ("statement", "head", "original")


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return  # a server database gets its own guard together with its own backend
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{act.lower()}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_first_store")]

    operations = [migrations.RunPython(forbid, allow)]
