-- What only PostgreSQL's dialect says.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Times are texts that sort, and so do the times between two of them.
CREATE TYPE period AS RANGE (subtype = TEXT, collation = "C");

ALTER TABLE holds ADD CONSTRAINT resource_taken
    EXCLUDE USING gist (tenant WITH =, resource_id WITH =, period(starts_at, ends_at) WITH &&);

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

-- Else it would be read with its owner's rights, who sees everybody's rows.
ALTER VIEW told_events SET (security_invoker = TRUE);

-- Counted at every request, and worth nothing after a minute.
ALTER TABLE rate_windows SET UNLOGGED;
