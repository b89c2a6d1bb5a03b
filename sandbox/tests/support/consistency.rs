//! What must hold in a sandbox's file at every moment.

use std::path::Path;

use super::database::Database;

/// Each law, and a query for what breaks it.
const LAWS: [(&str, &str); 6] = [
    (
        "a slot counts its booked appointments",
        "SELECT s.id || ' counts ' || s.booked || ', has ' || COUNT(a.id) FROM slots s
            LEFT JOIN appointments a ON a.tenant = s.tenant AND a.slot_id = s.id AND a.status = 'booked'
            GROUP BY s.tenant, s.id HAVING s.booked <> COUNT(a.id)",
    ),
    (
        "an appointment has its slot's time",
        "SELECT a.id FROM appointments a LEFT JOIN slots s ON s.tenant = a.tenant AND s.id = a.slot_id
            WHERE s.id IS NULL OR s.starts_at <> a.starts_at OR s.ends_at <> a.ends_at OR s.service <> a.service",
    ),
    (
        "a booked appointment holds its resources, buffers included",
        "SELECT a.id || ' lacks ' || r.value FROM appointments a
            JOIN slots s ON s.tenant = a.tenant AND s.id = a.slot_id JOIN json_each(a.resource_ids) r
            WHERE a.status = 'booked' AND NOT EXISTS (SELECT 1 FROM holds h
                WHERE h.tenant = a.tenant AND h.appointment_id = a.id AND h.resource_id = r.value
                    AND h.starts_at = s.holds_from AND h.ends_at = s.holds_to)",
    ),
    (
        "nothing else is held",
        "SELECT h.appointment_id || ' holds ' || h.resource_id FROM holds h WHERE NOT EXISTS (
            SELECT 1 FROM appointments a JOIN json_each(a.resource_ids) r ON r.value = h.resource_id
            WHERE a.tenant = h.tenant AND a.id = h.appointment_id AND a.status = 'booked')",
    ),
    (
        "holds of one resource never overlap",
        "SELECT one.appointment_id || ' and ' || other.appointment_id FROM holds one
            JOIN holds other ON other.tenant = one.tenant AND other.resource_id = one.resource_id AND other.rowid <> one.rowid
            WHERE one.starts_at <= other.starts_at AND other.starts_at < one.ends_at",
    ),
    ("the file is sound", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
];

/// Fails where a law is broken in the file of a running sandbox.
pub fn check(file: &Path) {
    let database = Database::open(file);
    for (law, query) in LAWS {
        let broken = database.texts(query);
        assert!(broken.is_empty(), "{law}, but: {broken:?}");
    }
}
