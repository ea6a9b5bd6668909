"""What a writer asks for is read as it is once nobody rewrites the table: a statement that waited saw an empty one."""

from django.db import migrations

# A stable function reads what was there when the statement began, and TRUNCATE leaves nothing of that.
FUNCTIONS = ("reviews_by_codename(bytea)", "reviews_waiting_words(uuid)")


def each(kind: str) -> str:
    return "".join(f"ALTER FUNCTION {name} {kind};" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_interim")]

    operations = [migrations.RunSQL(each("VOLATILE"), each("STABLE"))]
