"""The centers within the reach of the view that runs: what the policies of row security ask (decision 0016)."""

from django.db import migrations

CENTERS = """
CREATE FUNCTION hcec_centers() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(c.id), '{}')
      FROM centers_center c
     WHERE c.id = ANY (coalesce(nullif(current_setting('hcec.centers', true), ''), '{}')::bigint[])
        OR c.province_id = ANY (coalesce(nullif(current_setting('hcec.provinces', true), ''), '{}')::bigint[])
)
"""


class Migration(migrations.Migration):
    dependencies = [("centers", "0006_names_of_places"), ("core", "0002_branch_role")]

    operations = [migrations.RunSQL(CENTERS, "DROP FUNCTION hcec_centers")]
