//! The bounds between tenants that PostgreSQL keeps by itself, for every table that there is.

use crate::support::postgres::{psql, wanted};
use crate::support::{builder_on, fresh_tables};

/// Gives the tenants A and B a row in every table, whatever its columns are: texts sort by their columns' places.
const FILL: &str = "SET session_replication_role = replica;
    DO $$
    DECLARE
        t RECORD;
        whose TEXT;
    BEGIN
        FOREACH whose IN ARRAY ARRAY['org_a/test', 'org_b/test'] LOOP
            FOR t IN SELECT c.oid, c.relname FROM pg_class c
                WHERE c.relnamespace = 'softknack'::regnamespace AND c.relkind IN ('r', 'p') LOOP
                EXECUTE (SELECT format('INSERT INTO %I (%s) VALUES (%s)', t.relname,
                    string_agg(quote_ident(a.attname), ', '),
                    string_agg(CASE
                        WHEN a.attname = 'tenant' THEN quote_literal(whose)
                        WHEN t.relname = 'organisations' AND a.attname = 'id' THEN quote_literal(split_part(whose, '/', 1))
                        WHEN a.atttypid = 'text'::regtype THEN quote_literal(whose || ' ' || lpad(a.attnum::text, 3, '0'))
                        WHEN a.atttypid = 'boolean'::regtype THEN 'TRUE'
                        ELSE CASE whose WHEN 'org_a/test' THEN '1' ELSE '2' END END, ', '))
                    FROM pg_attribute a
                    WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '');
            END LOOP;
        END LOOP;
    END $$";

/// Walks the catalogue as the server's role, and raises what is not as it must be. What is nobody's own has no tenant to go by.
const WALK: &str = "DO $$
    DECLARE
        t RECORD;
        own BIGINT;
        others BIGINT;
        done BOOLEAN;
    BEGIN
        FOR t IN SELECT c.oid, c.relname, c.relkind, CASE
                WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant') THEN 'tenant'
                WHEN c.relname = 'organisations' THEN 'id || ''/test'''
                END AS whose
            FROM pg_class c WHERE c.relnamespace = 'softknack'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') LOOP
            PERFORM set_config('softknack.tenant', '', TRUE);
            EXECUTE format('SELECT COUNT(*) FROM %I', t.relname) INTO own;
            IF own > 0 THEN
                RAISE EXCEPTION '% shows % rows where no tenant is set', t.relname, own;
            END IF;
            PERFORM set_config('softknack.tenant', 'org_a/test', TRUE);
            IF t.whose IS NULL THEN
                IF t.relname NOT IN ('meta', 'faults') THEN
                    RAISE EXCEPTION '% is nobody''s', t.relname;
                END IF;
                CONTINUE;
            END IF;
            EXECUTE format('SELECT COUNT(*) FILTER (WHERE %1$s = ''org_a/test''), COUNT(*) FILTER (WHERE %1$s <> ''org_a/test'')
                FROM %2$I', t.whose, t.relname) INTO own, others;
            IF own = 0 OR others > 0 THEN
                RAISE EXCEPTION '% shows A % rows of its own and % of others', t.relname, own, others;
            END IF;
            CONTINUE WHEN t.relkind NOT IN ('r', 'p');
            BEGIN
                EXECUTE format('INSERT INTO %I (%s) VALUES (''org_b/test'')', t.relname, split_part(t.whose, ' ', 1));
                RAISE EXCEPTION 'A may write rows of B into %', t.relname;
            EXCEPTION WHEN insufficient_privilege THEN
                NULL;
            END;
            BEGIN
                EXECUTE format('UPDATE %I SET %s = ''org_b/test''', t.relname, split_part(t.whose, ' ', 1));
                done := TRUE;
            EXCEPTION WHEN insufficient_privilege OR raise_exception THEN
                done := FALSE;
            END;
            IF done THEN
                RAISE EXCEPTION 'A may give its rows of % to B', t.relname;
            END IF;
        END LOOP;
    END $$";

#[tokio::test]
async fn no_tenant_reaches_the_rows_of_another_in_any_table() {
    if !wanted() {
        return;
    }
    let fresh = fresh_tables();
    psql(&fresh.admin_url, FILL).unwrap();
    psql(&fresh.url, WALK).unwrap();

    let rights = "SELECT COUNT(*) FROM pg_roles r WHERE r.rolname IN ('softknack_server', 'softknack_operator')
        AND NOT r.rolsuper AND NOT r.rolbypassrls AND NOT r.rolinherit AND NOT r.rolcreaterole AND NOT r.rolcreatedb
        AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)";
    assert_eq!(psql(&fresh.admin_url, rights).unwrap().trim(), "2", "neither role owns anything or may do more");

    for (forgotten, complaint) in [
        ("CREATE TABLE later (tenant TEXT)", "later"),
        ("CREATE VIEW later AS SELECT tenant FROM contacts", "later"),
        ("CREATE TABLE later (other TEXT)", "later"),
    ] {
        psql(&fresh.owner_url, &format!("{forgotten}; GRANT ALL ON later TO softknack_server")).unwrap();
        let filled = "INSERT INTO later VALUES ('org_a/test'), ('org_b/test')";
        let _ = psql(&fresh.admin_url, filled);
        let refused = psql(&fresh.url, WALK).unwrap_err();
        assert!(refused.contains(complaint), "{forgotten}: {refused}");
        let kind = forgotten.split(' ').nth(1).unwrap();
        psql(&fresh.owner_url, &format!("DROP {kind} later")).unwrap();
    }
    psql(&fresh.url, WALK).unwrap();
}

#[tokio::test]
async fn what_only_grows_stays_whoever_asks() {
    if !wanted() {
        return;
    }
    let fresh = fresh_tables();
    psql(&fresh.admin_url, FILL).unwrap();
    for table in ["events", "audit_records"] {
        for url in [&fresh.url, &fresh.owner_url, &fresh.admin_url] {
            for change in [
                format!("UPDATE {table} SET created_at = ''"),
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table}"),
                format!("SET session_replication_role = replica; DELETE FROM {table}"),
            ] {
                let operator = format!("SET ROLE softknack_operator; {change}");
                assert!(psql(url, &change).is_err(), "{change}");
                assert!(psql(url, &operator).is_err(), "{change}");
            }
        }
    }
    psql(&fresh.admin_url, "UPDATE contacts SET name = ''").unwrap();
}

#[tokio::test]
async fn a_sandbox_works_as_nobody_who_stands_above_the_bounds() {
    if !wanted() {
        return;
    }
    let fresh = fresh_tables();
    let error = builder_on(&fresh.admin_url, None).start().await.unwrap_err().to_string();
    assert!(error.contains("superuser"), "{error}");
    // The owner steps down by itself.
    let sandbox = builder_on(&fresh.owner_url, None).start().await.unwrap();
    sandbox.shutdown().await;
    let unmade = crate::support::postgres::fresh_database();
    let error = builder_on(&unmade.url, None).start().await.unwrap_err().to_string();
    assert!(error.contains("--migrate-as"), "{error}");
    let nowhere = builder_on("postgres://somebody:hunter2@/tmp:port/x", None).start().await.unwrap_err();
    assert!(!format!("{nowhere} {nowhere:?}").contains("hunter2"), "{nowhere}");
}
