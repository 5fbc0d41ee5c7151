"""Fees of bookings: what is due, proofs, decisions, receipts in series, waivers by rule, and the time to pay."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):

    dependencies = [
        ('centers', '0011_words_of_fields'),
        ('testing', '0027_lean_book'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeeWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('source', models.TextField(verbose_name='source')),
                ('kind', models.CharField(blank=True, choices=[('teacher', 'Teacher'), ('personnel', 'Educational personnel'), ('student', 'Student'), ('public', 'Member of the public')], max_length=20, verbose_name='for whom')),
            ],
            options={
                'verbose_name': 'waiver of a fee by rule',
                'verbose_name_plural': 'waivers of fees by rule',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='fee (baht)')),
                ('status', models.CharField(choices=[('due', 'To be paid'), ('uploaded', 'Proof waits to be checked'), ('returned', 'Proof returned'), ('confirmed', 'Paid'), ('waived', 'Fee waived'), ('dropped', 'Nothing to pay any more'), ('refund_due', 'To be paid back'), ('refunded', 'Paid back')], default='due', max_length=20, verbose_name='state')),
                ('made_at', models.DateTimeField()),
                ('way', models.CharField(blank=True, choices=[('transfer', 'Proof of payment'), ('counter', 'At the counter')], max_length=10, verbose_name='paid')),
                ('words', models.TextField(blank=True, verbose_name='reason')),
                ('decided_at', models.DateTimeField(null=True)),
                ('refunded_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'fee of a booking',
                'verbose_name_plural': 'fees of bookings',
            },
        ),
        migrations.CreateModel(
            name='PaymentProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='fees/%Y', verbose_name='proof of payment')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='amount paid (baht)')),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'proof of payment',
                'verbose_name_plural': 'proofs of payment',
            },
        ),
        migrations.CreateModel(
            name='PayWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='how the fee is paid')),
            ],
            options={
                'verbose_name': 'how the fee is paid at a center',
                'verbose_name_plural': 'how the fee is paid at centers',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='receipt number')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                ('facts', models.JSONField()),
                ('issued_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
        migrations.CreateModel(
            name='ReceiptCancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('cancelled_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'cancellation of a receipt',
                'verbose_name_plural': 'cancellations of receipts',
            },
        ),
        migrations.CreateModel(
            name='ReceiptSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='booking',
            name='testing_bookings_are_cancelled_by_someone_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='scan',
            name='testing_the_outcome_of_a_scan_is_known',
        ),
        migrations.AddField(
            model_name='session',
            name='pay_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='fee to be paid until'),
        ),
        migrations.AlterField(
            model_name='scan',
            name='outcome',
            field=models.CharField(choices=[('in', 'Let in'), ('not_code', 'No booking code'), ('unknown', 'Unknown code'), ('other_center', 'Another center'), ('other_day', 'Another day'), ('other_session', 'Another session of this day'), ('cancelled', 'Booking cancelled'), ('lapsed', 'Waiting list ended'), ('waiting', 'On the waiting list, no seat'), ('already', 'In already'), ('early', 'Desk not open yet'), ('over', 'Test over'), ('confirmed', 'Attendance already confirmed'), ('called_off', 'Session called off'), ('seat_closed', 'Seat out of order'), ('unpaid', 'Fee unpaid'), ('own', "One's own booking"), ('other', 'Refused for another reason')], max_length=20, verbose_name='outcome'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='a_booking_has_its_fee', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.status IN ('confirmed', 'waiting'))", func="\n    IF NOT EXISTS (SELECT FROM testing_examfee) THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO testing_payment (booking_id, person_id, center_id, fee_id, amount, status, rule_id, words, way, made_at)\n    SELECT NEW.id, NEW.person_id, s.center_id, fee.id, fee.amount, CASE WHEN w.id IS NULL THEN 'due' ELSE 'waived' END,\n           w.id, coalesce(w.source, ''), '', now()\n      FROM testing_session s\n      JOIN accounts_user u ON u.id = NEW.person_id\n     CROSS JOIN LATERAL (SELECT (NEW.starts_at AT TIME ZONE 'Asia/Bangkok')::date AS day) d\n     CROSS JOIN LATERAL (\n           SELECT f.id, f.amount FROM testing_examfee f WHERE f.exam_id = s.exam_id AND f.kind IN ('', u.kind)\n              AND f.valid_from <= d.day AND coalesce(f.valid_until, d.day) >= d.day\n            ORDER BY f.kind = '', f.valid_from DESC, f.id DESC LIMIT 1) fee\n      LEFT JOIN LATERAL (\n           SELECT r.id, r.source FROM testing_feewaiver r WHERE coalesce(r.exam_id, s.exam_id) = s.exam_id\n              AND r.kind IN ('', u.kind) AND coalesce(r.center_id, s.center_id) = s.center_id\n              AND r.valid_from <= d.day AND coalesce(r.valid_until, d.day) >= d.day\n              AND (r.affiliation_id IS NULL OR EXISTS (SELECT FROM centers_workplace p\n                    WHERE p.person_id = u.id AND p.affiliation_id = r.affiliation_id))\n            ORDER BY r.id LIMIT 1) w ON true\n     WHERE s.id = NEW.session_id AND fee.amount > 0\n    ON CONFLICT DO NOTHING;\n    RETURN NULL;\n", hash='d81d42988cf38aeb6bf116993d213d19783b21cb', operation='INSERT', pgid='pgtrigger_a_booking_has_its_fee_ee49a', table='testing_booking', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='booking',
            trigger=pgtrigger.compiler.Trigger(name='a_taken_offer_has_its_fee', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status = 'offered' AND NEW.status = 'confirmed')", func="\n    IF NOT EXISTS (SELECT FROM testing_examfee) THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO testing_payment (booking_id, person_id, center_id, fee_id, amount, status, rule_id, words, way, made_at)\n    SELECT NEW.id, NEW.person_id, s.center_id, fee.id, fee.amount, CASE WHEN w.id IS NULL THEN 'due' ELSE 'waived' END,\n           w.id, coalesce(w.source, ''), '', now()\n      FROM testing_session s\n      JOIN accounts_user u ON u.id = NEW.person_id\n     CROSS JOIN LATERAL (SELECT (NEW.starts_at AT TIME ZONE 'Asia/Bangkok')::date AS day) d\n     CROSS JOIN LATERAL (\n           SELECT f.id, f.amount FROM testing_examfee f WHERE f.exam_id = s.exam_id AND f.kind IN ('', u.kind)\n              AND f.valid_from <= d.day AND coalesce(f.valid_until, d.day) >= d.day\n            ORDER BY f.kind = '', f.valid_from DESC, f.id DESC LIMIT 1) fee\n      LEFT JOIN LATERAL (\n           SELECT r.id, r.source FROM testing_feewaiver r WHERE coalesce(r.exam_id, s.exam_id) = s.exam_id\n              AND r.kind IN ('', u.kind) AND coalesce(r.center_id, s.center_id) = s.center_id\n              AND r.valid_from <= d.day AND coalesce(r.valid_until, d.day) >= d.day\n              AND (r.affiliation_id IS NULL OR EXISTS (SELECT FROM centers_workplace p\n                    WHERE p.person_id = u.id AND p.affiliation_id = r.affiliation_id))\n            ORDER BY r.id LIMIT 1) w ON true\n     WHERE s.id = NEW.session_id AND fee.amount > 0\n    ON CONFLICT DO NOTHING;\n    RETURN NULL;\n", hash='8a927057a8ec45e2e644707b4337b5db094091e1', operation='UPDATE OF "status"', pgid='pgtrigger_a_taken_offer_has_its_fee_5b11d', table='testing_booking', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('status', 'cancelled'), models.Q(('cancelled_by__isnull', False), models.Q(('cancel_reason', ''), _negated=True), _connector='OR')), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), _connector='OR'), name='testing_bookings_are_cancelled_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['in', 'not_code', 'unknown', 'other_center', 'other_day', 'other_session', 'cancelled', 'lapsed', 'waiting', 'already', 'early', 'over', 'confirmed', 'called_off', 'seat_closed', 'unpaid', 'own', 'other'])), name='testing_the_outcome_of_a_scan_is_known'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('pay_until__isnull', True), ('pay_until__lte', models.F('starts_at')), _connector='OR'), name='testing_the_fee_is_paid_before_the_test', violation_error_message='The fee must be paid before the test starts.'),
        ),
        migrations.AddField(
            model_name='feewaiver',
            name='affiliation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.affiliation', verbose_name='affiliation'),
        ),
        migrations.AddField(
            model_name='feewaiver',
            name='center',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='centers.center', verbose_name='center'),
        ),
        migrations.AddField(
            model_name='feewaiver',
            name='exam',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fee_waivers', to='testing.exam', verbose_name='exam'),
        ),
        migrations.AddField(
            model_name='payment',
            name='booking',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='testing.booking'),
        ),
        migrations.AddField(
            model_name='payment',
            name='center',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='centers.center'),
        ),
        migrations.AddField(
            model_name='payment',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payment',
            name='fee',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='testing.examfee'),
        ),
        migrations.AddField(
            model_name='payment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payment',
            name='refunded_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payment',
            name='rule',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='testing.feewaiver'),
        ),
        migrations.AddField(
            model_name='paymentproof',
            name='payment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='testing.payment'),
        ),
        migrations.AddField(
            model_name='paywords',
            name='center',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pay_words', to='centers.center'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='issued_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='receipt',
            name='payment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='testing.payment'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by_receipt', to='testing.receipt'),
        ),
        migrations.AddField(
            model_name='receiptcancellation',
            name='cancelled_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='receiptcancellation',
            name='receipt',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='testing.receipt'),
        ),
        migrations.AddField(
            model_name='receiptseries',
            name='center',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_series', to='centers.center'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='testing.receiptseries'),
        ),
        migrations.AddConstraint(
            model_name='feewaiver',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='testing_feewaiver_ends_after_it_begins', violation_error_message='The last day must not come before the first.'),
        ),
        migrations.AddConstraint(
            model_name='feewaiver',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['', 'teacher', 'personnel', 'student', 'public'])), name='testing_fees_are_waived_for_kinds_that_are_known'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['center', 'status', 'made_at'], name='fees_of_a_center'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['due', 'uploaded', 'returned', 'confirmed', 'waived', 'dropped', 'refund_due', 'refunded'])), name='testing_payment_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='testing_what_is_due_is_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['', 'transfer', 'counter'])), name='testing_ways_of_paying_are_known'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['confirmed', 'refund_due', 'refunded']), ('way__in', ['transfer', 'counter'])), models.Q(models.Q(('status__in', ['confirmed', 'refund_due', 'refunded']), _negated=True), ('way', '')), _connector='OR'), name='testing_what_was_paid_says_how'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='testing_fees_are_decided_by_someone_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('status__in', ['due', 'uploaded'])), models.Q(('decided_by__isnull', False), ('status__in', ['returned', 'waived', 'confirmed', 'refund_due', 'refunded'])), models.Q(('rule__isnull', False), ('status', 'waived')), ('status', 'dropped'), _connector='OR'), name='testing_a_decided_fee_says_by_whom_or_by_which_rule'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['returned', 'waived']), _negated=True), ('words__regex', '\\S'), _connector='OR'), name='testing_a_fee_is_returned_or_waived_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='testing_nobody_decides_on_their_own_fee', violation_error_message='Nobody decides on their own fee. Ask a colleague.'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refunded_at__isnull', False), ('refunded_by__isnull', False), ('status', 'refunded')), models.Q(models.Q(('status', 'refunded'), _negated=True), ('refunded_at__isnull', True), ('refunded_by__isnull', True)), _connector='OR'), name='testing_fees_are_paid_back_by_someone_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payment',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_are_legal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{confirmed:refund_due,confirmed:returned,due:confirmed,due:dropped,due:uploaded,due:waived,refund_due:confirmed,refund_due:refunded,returned:confirmed,returned:dropped,returned:uploaded,returned:waived,uploaded:confirmed,uploaded:returned,uploaded:waived}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='3c5a2d9205b1b9d4d898dd7a88961729b5db37f6', operation='UPDATE', pgid='pgtrigger_status_moves_are_legal_724ef', table='testing_payment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payment',
            trigger=pgtrigger.compiler.Trigger(name='what_is_due_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."fee_id" IS DISTINCT FROM (NEW."fee_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d6210b6e0f403da2d5a4202bd55d93b50f462d88', operation='UPDATE', pgid='pgtrigger_what_is_due_is_frozen_376b9', table='testing_payment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payment',
            trigger=pgtrigger.compiler.Trigger(name='a_fee_is_its_bookings_persons', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_booking b WHERE b.id = NEW.booking_id AND b.person_id = NEW.person_id;\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'testing_a_fee_is_its_bookings_persons' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='01eae43302f1718739ac3a61b22af1c019bd8418', operation='INSERT OR UPDATE OF "person_id", "booking_id"', pgid='pgtrigger_a_fee_is_its_bookings_persons_9cb5e', table='testing_payment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='paymentproof',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='testing_a_proof_shows_money'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentproof',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d29659e931ed9c83476d5b00cdca37c0ef090558', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_2be75', table='testing_paymentproof', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentproof',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='384ba673dfe1cdc0eb728baa996862e1eae22be2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_d7c1a', table='testing_paymentproof', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='receiptcancellation',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='testing_receipts_are_cancelled_for_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptcancellation',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='435dacf4174d0f06f3db3c8c496efa71e03bd701', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_0374e', table='testing_receiptcancellation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptcancellation',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='d91c3be7f16f693d5befd5123bb12314e19bc458', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_a5e58', table='testing_receiptcancellation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptcancellation',
            trigger=pgtrigger.compiler.Trigger(name='somebody_else_cancels', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_receipt r WHERE r.id = NEW.receipt_id AND r.issued_by_id = NEW.cancelled_by_id;\n    IF FOUND THEN\n        RAISE EXCEPTION 'testing_who_issued_a_receipt_does_not_cancel_it' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='7b5d84cd1ceedf96a0e95466959fe531dcbf409b', operation='INSERT', pgid='pgtrigger_somebody_else_cancels_f5f1d', table='testing_receiptcancellation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='receiptseries',
            constraint=models.UniqueConstraint(fields=('center', 'fiscal_year'), name='testing_receipts_of_a_center_and_year_have_one_series'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('series', 'seq'), name='testing_receipt_numbers_are_given_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='testing_receipts_count_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='07a92cdb51e8caeceefcf09cd348e63119941852', operation='UPDATE OR DELETE', pgid='pgtrigger_rows_are_never_rewritten_88f5f', table='testing_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='rows_are_never_rewritten_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;", hash='2025c9f15d51ae3fad9d20557bf82a212629f7c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rows_are_never_rewritten_at_once_5c4e3', table='testing_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='receipts_agree', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM testing_payment p WHERE p.id = NEW.payment_id\n       AND (p.amount <> NEW.amount OR p.person_id = NEW.issued_by_id);\n    IF FOUND THEN\n        RAISE EXCEPTION 'testing_a_receipt_says_what_was_due' USING ERRCODE = 'check_violation';\n    END IF;\n    PERFORM 1 FROM testing_receipt r WHERE r.payment_id = NEW.payment_id\n       AND NOT EXISTS (SELECT FROM testing_receiptcancellation c WHERE c.receipt_id = r.id);\n    IF FOUND THEN\n        RAISE EXCEPTION 'testing_a_payment_has_one_receipt_that_counts' USING ERRCODE = 'unique_violation';\n    END IF;\n    RETURN NEW;\n", hash='aaa6b816b7b5b20b6f8b48158846192df1ea2ff0', operation='INSERT', pgid='pgtrigger_receipts_agree_68926', table='testing_receipt', when='BEFORE')),
        ),
        policy(
            "testing_payment",
            f"{of_person('testing_payment.person_id')} OR {of_center('testing_payment.center_id')} OR "
            + of_row("testing_payment.booking_id", "testing_booking"),
        ),
        policy("testing_paymentproof", of_row("testing_paymentproof.payment_id", "testing_payment")),
        policy("testing_receipt", of_row("testing_receipt.payment_id", "testing_payment")),
        policy(
            "testing_receiptcancellation", of_row("testing_receiptcancellation.receipt_id", "testing_receipt")
        ),
    ]
