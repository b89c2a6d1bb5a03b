-- Whose database this is: the role that runs this owns everything and does nothing else.
--
-- `softknack_server` is whom a sandbox works as: it owns nothing, and sees the rows of one tenant, which each transaction
-- names. `softknack_operator` sees everybody's; a transaction turns into it where something is looked for across tenants.
-- Members inherit nothing, so that each step from one to the other is said.

DO $$
DECLARE
    step TEXT;
BEGIN
    -- Roles are shared by all databases of a server: another one may be making them right now.
    FOREACH step IN ARRAY ARRAY[
        'CREATE ROLE softknack_server NOLOGIN NOINHERIT',
        'CREATE ROLE softknack_operator NOLOGIN NOINHERIT',
        'GRANT softknack_operator TO softknack_server',
        'GRANT softknack_server, softknack_operator TO CURRENT_USER'
    ] LOOP
        BEGIN
            CONTINUE WHEN step LIKE '%ROLE softknack_server %' AND to_regrole('softknack_server') IS NOT NULL;
            CONTINUE WHEN step LIKE '%ROLE softknack_operator %' AND to_regrole('softknack_operator') IS NOT NULL;
            EXECUTE step;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END $$;

CREATE SCHEMA softknack;
SET LOCAL search_path = softknack, public;
