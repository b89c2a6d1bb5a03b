-- What only PostgreSQL's dialect says.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Times are texts that sort, and so do the times between two of them.
CREATE TYPE period AS RANGE (subtype = TEXT, collation = "C");

-- The index goes by its columns in this order: what tells most of the holds apart comes first.
ALTER TABLE holds ADD CONSTRAINT resource_taken
    EXCLUDE USING gist (resource_id WITH =, period(starts_at, ends_at) WITH &&, tenant WITH =);

CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    -- Emptying the whole sandbox is the one way, and says so: `Store::cleared`.
    IF TG_OP = 'TRUNCATE' AND current_setting('softknack.clearing', TRUE) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

CREATE TRIGGER holds_never_move BEFORE UPDATE ON holds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('a hold is made and released, never changed');
CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('events are append-only');
CREATE TRIGGER audit_records_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit records are append-only');

-- Whatever a session's mode of replication is, and whoever asks.
ALTER TABLE holds ENABLE ALWAYS TRIGGER holds_never_move;
ALTER TABLE events ENABLE ALWAYS TRIGGER events_never_change;
ALTER TABLE audit_records ENABLE ALWAYS TRIGGER audit_records_never_change;

-- What the planner notes of a column are some of its values: of people it notes none, or they would stay there when they are
-- forgotten.
ALTER TABLE contacts ALTER name SET STATISTICS 0, ALTER phone SET STATISTICS 0, ALTER email SET STATISTICS 0,
    ALTER metadata SET STATISTICS 0;
ALTER TABLE appointments ALTER reason SET STATISTICS 0, ALTER notes SET STATISTICS 0, ALTER metadata SET STATISTICS 0;
ALTER TABLE queue_entries ALTER metadata SET STATISTICS 0, ALTER zone SET STATISTICS 0;
ALTER TABLE messages ALTER vars SET STATISTICS 0;
ALTER TABLE personal_copies ALTER body SET STATISTICS 0;

-- A line is one thing: whoever comes into it, leaves it or moves on in it changes its row, so of two who do so at the same time one
-- looks again. Else a table could be given away past somebody who had come meanwhile.
CREATE TABLE queue_lines (
    tenant TEXT COLLATE "C" NOT NULL,
    resource_type TEXT COLLATE "C" NOT NULL,
    changes BIGINT NOT NULL,
    PRIMARY KEY (tenant, resource_type)
);
CREATE FUNCTION change_line() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queue_lines AS line (tenant, resource_type, changes) VALUES (NEW.tenant, NEW.resource_type, 1)
        ON CONFLICT (tenant, resource_type) DO UPDATE SET changes = line.changes + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER queue_entries_change_their_line AFTER INSERT OR UPDATE OF status ON queue_entries
    FOR EACH ROW EXECUTE FUNCTION change_line();

-- In which order a tenant's events were committed. Many write at the same time, so IDs do not say: an event that is committed
-- later than another may have the lower one, and who follows by IDs would never see it. Places are given at the very end
-- of a transaction, one of a tenant's after the other, so that nobody ever finds one that is lower than one found before.
CREATE TABLE event_places (
    tenant TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, place),
    UNIQUE (tenant, event_id)
);
CREATE INDEX event_places_by_type ON event_places (tenant, type, place);
CREATE SEQUENCE places;

CREATE FUNCTION give_place() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('softknack events ' || NEW.tenant, 0));
    INSERT INTO event_places (tenant, place, event_id, type)
        VALUES (NEW.tenant, lpad(CAST(nextval('places') AS TEXT), 20, '0'), NEW.id, NEW.type);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER events_have_places AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION give_place();
ALTER TABLE events ENABLE ALWAYS TRIGGER events_have_places;
CREATE TRIGGER event_places_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event_places
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('events are append-only');
ALTER TABLE event_places ENABLE ALWAYS TRIGGER event_places_never_change;

-- Events as they are told: byte for byte the same each time, until somebody in them is forgotten. It is read with its reader's
-- rights: its owner sees everybody's rows.
CREATE VIEW told_events WITH (security_invoker = TRUE) AS
    SELECT e.tenant, e.id, p.place, e.type, e.correlation_id, e.created_at, COALESCE((
        SELECT c.body FROM personal_copies c WHERE c.tenant = e.tenant AND c.id = e.id
    ), e.body) AS body
    FROM events e LEFT JOIN event_places p ON p.tenant = e.tenant AND p.event_id = e.id AND p.type = e.type;

-- Counted at every request, and worth nothing after a minute.
ALTER TABLE rate_windows SET UNLOGGED;
