-- Who may do what with which rows: for every table there is, so that a new one has its bounds by itself.
--
-- A tenant's transaction begins with `set_config('softknack.tenant', 'org_…/test', TRUE)`. Where nothing is set there are no rows.

DO $$
DECLARE
    listed RECORD;
    bound TEXT;
BEGIN
    FOR listed IN
        SELECT c.relname AS name, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant') AS by_tenant
        FROM pg_class c WHERE c.relnamespace = 'softknack'::regnamespace AND c.relkind IN ('r', 'p')
    LOOP
        bound := CASE
            WHEN listed.by_tenant THEN 'tenant = current_setting(''softknack.tenant'', TRUE)'
            WHEN listed.name = 'organisations' THEN 'id = split_part(current_setting(''softknack.tenant'', TRUE), ''/'', 1)'
            -- What belongs to nobody, such as the sandbox's own secret, is no tenant's.
            ELSE 'FALSE'
        END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', listed.name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', listed.name);
        EXECUTE format('DROP POLICY IF EXISTS a_tenants ON %I', listed.name);
        EXECUTE format('DROP POLICY IF EXISTS everybodys ON %I', listed.name);
        EXECUTE format('CREATE POLICY a_tenants ON %I TO softknack_server USING (%s) WITH CHECK (%s)', listed.name, bound, bound);
        EXECUTE format('CREATE POLICY everybodys ON %I TO softknack_operator USING (TRUE) WITH CHECK (TRUE)', listed.name);
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA softknack TO softknack_server, softknack_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA softknack TO softknack_server, softknack_operator;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA softknack TO softknack_server, softknack_operator;
REVOKE UPDATE, DELETE ON events, event_places, audit_records FROM softknack_server, softknack_operator;
GRANT TRUNCATE ON ALL TABLES IN SCHEMA softknack TO softknack_operator;
