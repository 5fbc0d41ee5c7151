"""From here on nothing is issued or revoked that the public log does not have: the database asks at the end of a transaction.

Between this migration and the start of the new version the old one can issue nothing; its jobs wait and are done then.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from verification.backfill import log_what_came_before

# Nothing is issued meanwhile, so that what came since the first filling is logged and then none can be missing.
STILL = "LOCK TABLE verification_certificate, verification_revocation IN SHARE ROW EXCLUSIVE MODE"


class Migration(migrations.Migration):
    dependencies = [("verification", "0009_log_backfill")]

    operations = [
        migrations.RunSQL(STILL, migrations.RunSQL.noop),
        migrations.RunPython(log_what_came_before, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='certificate',
            trigger=pgtrigger.compiler.Trigger(name='logged', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    PERFORM 1 FROM verification_logentry WHERE number = left(NEW.number, -9) AND kind IN ('issue', 'correct');\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'verification_a_certificate_is_in_the_log' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='864ee8fb1604374d26c61e5d9084e9a36f6f81cc', operation='INSERT', pgid='pgtrigger_logged_8e00c', table='verification_certificate', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revocation',
            trigger=pgtrigger.compiler.Trigger(name='logged', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF NOT verification_revocation_is_logged(NEW.certificate_id) THEN\n        RAISE EXCEPTION 'verification_a_revocation_is_in_the_log' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='93744ded218a89ff798e02b83c28a8cd1a7d265b', operation='INSERT', pgid='pgtrigger_logged_ec3fa', table='verification_revocation', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]
