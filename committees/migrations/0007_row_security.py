"""The papers of committees are seen within the branch, and by whoever they speak of (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_committee, of_person, of_row, policy

COMMITTEES = """
CREATE FUNCTION hcec_committees() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(c.id), '{}')
      FROM committees_committee c
     WHERE c.center_id = ANY ((SELECT hcec_centers())::bigint[])
        OR c.province_id = ANY (coalesce(nullif(current_setting('hcec.provinces', true), ''), '{}')::bigint[])
)
"""


def either(*conditions: str) -> str:
    return " OR ".join(conditions)


class Migration(migrations.Migration):
    dependencies = [("committees", "0006_appointment_orders"), ("centers", "0007_centers_in_reach")]

    operations = [
        migrations.RunSQL(COMMITTEES, "DROP FUNCTION hcec_committees"),
        policy(
            "committees_problem",
            either(
                of_center("committees_problem.center_id"),
                of_person("committees_problem.raised_by_id"),
                of_person("committees_problem.assignee_id"),
            ),
        ),
        policy("committees_problemstep", of_row("committees_problemstep.problem_id", "committees_problem")),
        policy(
            "committees_visit",
            either(of_center("committees_visit.center_id"), of_person("committees_visit.supervisor_id")),
        ),
        policy("committees_rating", of_row("committees_rating.visit_id", "committees_visit")),
        policy("committees_finding", of_row("committees_finding.visit_id", "committees_visit")),
        policy("committees_partner", of_committee("committees_partner.committee_id")),
        policy("committees_support", of_row("committees_support.partner_id", "committees_partner")),
        policy("committees_contact", of_center("committees_contact.center_id")),
        policy("committees_invitation", of_row("committees_invitation.contact_id", "committees_contact")),
        policy("committees_sitting", of_committee("committees_sitting.committee_id")),
        policy("committees_agendaitem", of_row("committees_agendaitem.sitting_id", "committees_sitting")),
        policy("committees_presence", of_row("committees_presence.sitting_id", "committees_sitting")),
        policy("committees_resolution", of_row("committees_resolution.item_id", "committees_agendaitem")),
        policy("committees_reading", of_row("committees_reading.item_id", "committees_agendaitem")),
        policy(
            "committees_actionitem",
            either(
                of_committee("committees_actionitem.committee_id"),
                of_person("committees_actionitem.owner_id"),
            ),
        ),
        policy("committees_dutyproof", of_committee("committees_dutyproof.committee_id")),
    ]
