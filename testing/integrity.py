"""Invariants of sessions, bookings and results that SQL can check (reliability 2.9: 1 to 4, 6, 15, 17)."""

from hcec.core.integrity import Invariant

SEATED = "('confirmed', 'attended', 'absent')"

INVARIANTS = [
    Invariant(
        "no session has more people seated than seats, nor more seats than its room",
        "SELECT s.id, s.seats, count(b.id) AS seated FROM testing_session s"
        " JOIN centers_reservation h ON h.id = s.reservation_id JOIN centers_room r ON r.id = h.room_id"
        f" LEFT JOIN testing_booking b ON b.session_id = s.id AND b.status IN {SEATED}"
        " WHERE s.status <> 'called_off' GROUP BY s.id, r.seats HAVING count(b.id) > s.seats OR s.seats > "
        "r.seats",
    ),
    Invariant(
        "a session has its seats 1 to n and no others",
        "SELECT s.id FROM testing_session s LEFT JOIN testing_seat t ON t.session_id = s.id GROUP BY s.id"
        " HAVING count(t.number) <> s.seats OR min(t.number) <> 1 OR max(t.number) <> s.seats",
    ),
    Invariant(
        "seat numbers are given once and exist",
        "SELECT b.session_id, b.seat_no FROM testing_booking b JOIN testing_session s ON s.id = b.session_id"
        " WHERE b.seat_no IS NOT NULL GROUP BY b.session_id, b.seat_no, s.seats"
        " HAVING count(*) > 1 OR b.seat_no > s.seats",
    ),
    Invariant(
        "no seat below the hint of its session is free",
        "SELECT s.id, t.number FROM testing_session s JOIN testing_seat t ON t.session_id = s.id"
        " WHERE t.number < s.free_from AND NOT t.closed AND s.status = 'open' AND NOT EXISTS"
        " (SELECT FROM testing_booking b WHERE b.session_id = s.id AND b.seat_no = t.number)",
    ),
    Invariant(
        "a person has one live booking in a session",
        "SELECT session_id, person_id FROM testing_booking WHERE status NOT IN ('cancelled', 'lapsed')"
        " GROUP BY session_id, person_id HAVING count(*) > 1",
    ),
    Invariant(
        "nobody sits in two places at a time",
        "SELECT a.id, b.id AS other FROM testing_booking a JOIN testing_booking b ON a.person_id = "
        "b.person_id"
        " AND a.id < b.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
        " WHERE a.status IN ('confirmed', 'attended') AND b.status IN ('confirmed', 'attended')",
    ),
    Invariant(
        "a booking's hours are its session's, and the session's are its room's",
        "SELECT s.id, b.id AS booking FROM testing_session s JOIN centers_reservation h ON h.id = "
        "s.reservation_id"
        " LEFT JOIN testing_booking b ON b.session_id = s.id WHERE (h.starts_at, h.ends_at) <> "
        "(s.starts_at, s.ends_at)"
        " OR (b.starts_at, b.ends_at) <> (s.starts_at, s.ends_at)",
    ),
    Invariant(
        "waiting numbers run 1 to n without gap, in the order in which people came",
        "SELECT * FROM (SELECT b.id, b.session_id, b.wait_no,"
        " row_number() OVER (PARTITION BY b.session_id ORDER BY b.booked_at, b.id) AS place"
        " FROM testing_booking b WHERE b.wait_no IS NOT NULL) line WHERE wait_no <> place",
    ),
    Invariant(
        "nobody waits while a seat is free that could be hers",
        # A pool that was released less than two minutes ago may still wait for the beat that offers its seats.
        "SELECT s.id FROM testing_session s WHERE s.starts_at > now() AND EXISTS"
        " (SELECT FROM testing_seat t WHERE t.session_id = s.id AND NOT t.closed AND NOT EXISTS"
        " (SELECT FROM testing_booking b WHERE b.session_id = s.id AND b.seat_no = t.number)) AND EXISTS"
        " (SELECT FROM testing_booking w WHERE w.session_id = s.id AND w.status = 'waiting'"
        " AND w.booked_at < now() - interval '60 seconds' AND testing_seat_for(s.id, w.person_id, w.needs_access,"
        " now() - interval '120 seconds') IS NOT NULL AND NOT testing_kept_out(s.id, w.person_id, now()) AND NOT EXISTS"
        " (SELECT FROM testing_booking o WHERE o.person_id = w.person_id AND o.status IN ('confirmed', "
        "'attended')"
        " AND o.starts_at < s.ends_at AND o.ends_at > s.starts_at)) AND NOT EXISTS"
        " (SELECT FROM core_job j WHERE j.kind = 'session.fill' AND j.status IN ('due', 'leased')"
        " AND (j.payload->>'session')::bigint = s.id)",
    ),
    Invariant(
        "a session whose seats are kept for some or of a kind says so",
        "SELECT s.id FROM testing_session s WHERE s.pools_served_at IS NULL"
        " AND (EXISTS (SELECT FROM testing_seatpool p WHERE p.session_id = s.id)"
        " OR EXISTS (SELECT FROM testing_seat t WHERE t.session_id = s.id AND t.kind <> 'ordinary'))",
    ),
    Invariant(
        "only who attended has a result, and only after attendance was confirmed",
        "SELECT r.id FROM testing_result r JOIN testing_booking b ON b.id = r.booking_id"
        " JOIN testing_session s ON s.id = b.session_id WHERE b.status <> 'attended' OR s.status <> "
        "'finalised'",
    ),
    Invariant(
        "a result's levels are of its exam's scale",
        "SELECT r.id FROM testing_result r JOIN testing_band o ON o.id = r.overall_id"
        " LEFT JOIN testing_scale k ON k.id = r.scale_id JOIN testing_booking b ON b.id = r.booking_id"
        " JOIN testing_session s ON s.id = b.session_id JOIN testing_exam e ON e.id = s.exam_id"
        " JOIN testing_scale ek ON ek.id = e.scale_id WHERE o.scale_id <> r.scale_id OR k.code IS DISTINCT FROM ek.code",
    ),
    Invariant(
        "nobody releases a result they entered",
        "SELECT id FROM testing_result WHERE released_by_id = entered_by_id",
    ),
    Invariant(
        "who is marked as attended or absent was marked by someone at a time",
        "SELECT id FROM testing_booking WHERE status IN ('attended', 'absent')"
        " AND (marked_at IS NULL OR marked_by_id IS NULL)",
    ),
    Invariant(
        "the level of an outside result is of its test's scale",
        "SELECT o.id FROM testing_outsideresult o JOIN testing_band b ON b.id = o.level_id"
        " JOIN testing_scale bs ON bs.id = b.scale_id JOIN testing_outsidetest t ON t.id = o.test_id"
        " JOIN testing_scale ts ON ts.id = t.scale_id WHERE bs.code <> ts.code",
    ),
    Invariant(
        "while nobody knows whose a walk-in's account is, a closed one holds her seat and no result of hers is released",
        "SELECT w.id FROM testing_walkin w JOIN testing_booking b ON b.id = w.booking_id"
        " JOIN accounts_user u ON u.id = b.person_id LEFT JOIN testing_result r ON r.booking_id = b.id"
        " WHERE w.status = 'provisional' AND (u.is_active OR r.status = 'released')",
    ),
    Invariant(
        "each series of receipts counts 1 to its last without gap",
        "SELECT s.id, s.last, count(r.id) AS issued FROM testing_receiptseries s LEFT JOIN testing_receipt r"
        " ON r.series_id = s.id GROUP BY s.id HAVING s.last <> count(r.id) OR s.last <> coalesce(max(r.seq), 0)",
    ),
    Invariant(
        "a paid fee has one receipt that counts, over the same sum, and no other fee has any",
        "SELECT p.id, p.status, count(r.id) AS receipts FROM testing_payment p LEFT JOIN testing_receipt r"
        " ON r.payment_id = p.id AND NOT EXISTS (SELECT FROM testing_receiptcancellation c WHERE c.receipt_id = r.id)"
        " GROUP BY p.id HAVING count(r.id) <> (p.status IN ('confirmed', 'refund_due', 'refunded'))::int"
        " OR bool_or(r.amount <> p.amount)",
    ),
    Invariant(
        "a receipt is of the center of its fee, and its number says so",
        "SELECT r.id, r.number FROM testing_receipt r JOIN testing_receiptseries s ON s.id = r.series_id"
        " JOIN centers_center x ON x.id = s.center_id JOIN testing_payment p ON p.id = r.payment_id"
        " WHERE p.center_id <> s.center_id OR r.number <> upper(x.code) || '-R' || s.fiscal_year || '-' ||"
        " lpad(r.seq::text, greatest(6, length(r.seq::text)), '0')",
    ),
    Invariant(
        "a booking that was given up owes nothing, and a fee is of its booking's person",
        "SELECT p.id FROM testing_payment p JOIN testing_booking b ON b.id = p.booking_id WHERE p.person_id <> b.person_id"
        " OR (b.status IN ('cancelled', 'lapsed') AND p.status IN ('due', 'returned'))",
    ),
    Invariant(
        "an open offer holds its seat, and a held seat is that of an open offer",
        "SELECT o.id, b.id AS booking FROM testing_offer o FULL JOIN testing_booking b ON b.id = o.booking_id"
        " WHERE (o.status = 'open' OR b.status = 'offered') AND (o.status, b.status, b.person_id, b.session_id,"
        " b.seat_no) IS DISTINCT FROM ('open', 'offered', o.person_id, o.session_id, o.seat_no)",
    ),
    Invariant(
        "a wish to which a seat is offered has one open offer, and no other wish has any",
        "SELECT w.id FROM testing_wish w LEFT JOIN testing_offer o ON o.wish_id = w.id AND o.status = 'open'"
        " WHERE (w.status = 'offered') <> (o.id IS NOT NULL) OR o.person_id <> w.person_id",
    ),
    Invariant(
        "what was drawn rests on the secret and the value that were fixed for it",
        "SELECT id FROM testing_draw WHERE commitment <> encode(sha256(secret::bytea), 'hex') OR status = 'drawn'"
        " AND seed <> encode(sha256((secret || ':' || list_sha256 || ':' || later_value)::bytea), 'hex')",
    ),
    Invariant(
        "everybody who entered has one place in what was drawn, and her booking is the one it gave",
        "SELECT e.id FROM testing_drawentry e JOIN testing_draw d ON d.id = e.draw_id WHERE d.status = 'drawn' AND"
        " (e.place IS NULL OR e.outcome = '' OR e.place > (SELECT count(*) FROM testing_drawentry o WHERE o.draw_id = d.id)"
        " OR (e.outcome <> 'refused' AND NOT EXISTS (SELECT FROM testing_booking b"
        " WHERE b.session_id = e.session_id AND b.person_id = e.person_id)))",
    ),
]
