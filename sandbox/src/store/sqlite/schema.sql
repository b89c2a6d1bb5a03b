-- What only SQLite's dialect says, or needs: the constraints that are triggers here.

-- Since no two holds of one resource overlap, only the last one that begins before the new one ends can do so.
CREATE TRIGGER holds_never_overlap BEFORE INSERT ON holds BEGIN
    SELECT RAISE(ABORT, 'resource_taken') WHERE (
        SELECT ends_at FROM holds
        WHERE tenant = NEW.tenant AND resource_id = NEW.resource_id AND starts_at < NEW.ends_at
        ORDER BY starts_at DESC LIMIT 1
    ) > NEW.starts_at;
END;
CREATE TRIGGER holds_never_move BEFORE UPDATE ON holds BEGIN
    SELECT RAISE(ABORT, 'a hold is made and released, never changed');
END;

CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER audit_records_never_change BEFORE UPDATE ON audit_records BEGIN
    SELECT RAISE(ABORT, 'audit records are append-only');
END;
CREATE TRIGGER audit_records_never_go BEFORE DELETE ON audit_records BEGIN
    SELECT RAISE(ABORT, 'audit records are append-only');
END;

-- Without statistics, each of the indexes by contact and by status looks as good as the other, though one of them finds most of the table.
CREATE INDEX appointments_by_contact_and_status ON appointments (tenant, contact_id, status, id);

-- Events as they are told: byte for byte the same each time, until somebody in them is forgotten. One process writes, one
-- transaction after the other: IDs are in the order of commits.
CREATE VIEW told_events AS SELECT tenant, id, id AS place, type, correlation_id, created_at, COALESCE((
    SELECT c.body FROM personal_copies c WHERE c.tenant = events.tenant AND c.id = events.id
), body) AS body FROM events;
