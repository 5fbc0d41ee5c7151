"""The role as which pages of a branch read and write, and who it is (hcec.core.rowguard, decision 0016)."""

from django.db import migrations

# Roles belong to the whole cluster: other databases (and other test workers at this moment) make the same one.
ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hcec_branch') THEN
        BEGIN
            CREATE ROLE hcec_branch NOLOGIN NOINHERIT;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'hcec_branch', 'SET') THEN
        GRANT hcec_branch TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
    END IF;
END
$$
"""
# What it may do in this database, also with tables that later migrations make; the policies say with which rows.
RIGHTS = """
GRANT USAGE ON SCHEMA public TO hcec_branch;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO hcec_branch;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO hcec_branch;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hcec_branch;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO hcec_branch;
"""
PERSON = """
CREATE FUNCTION hcec_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('hcec.person', true), '')::bigint
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(RIGHTS, "DROP OWNED BY hcec_branch"),
        migrations.RunSQL(PERSON, "DROP FUNCTION hcec_person"),
    ]
