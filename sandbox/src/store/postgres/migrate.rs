//! Making the tables, once, whoever of several sandboxes comes first; and holding the roles to what they may.

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config};

use super::pool::connect;
use crate::store::{COMMON_SCHEMA, SCHEMA_VERSION, StoreError};

/// What is locked while the tables are made: a number of the sandbox's own.
const LOCK: i64 = 0x736f_6674_6b6e;

/// The first version that lets a view be read with the rights of its reader.
const OLDEST_SERVER: i32 = 150_000;

const ROLES: &str = include_str!("roles.sql");
const SCHEMA: &str = include_str!("schema.sql");
const BOUNDS: &str = include_str!("bounds.sql");

/// Makes the tables where there are none.
pub(super) async fn migrate(config: &Config) -> Result<(), StoreError> {
    let client = connect(config).await?;
    let version: i32 = client.query_one("SELECT current_setting('server_version_num')::int4", &[]).await?.try_get(0)?;
    if version < OLDEST_SERVER {
        return Err(StoreError::SetUp(format!("PostgreSQL 15 or newer is needed; this is {}", version / 10_000)));
    }
    // Held until the connection is closed, which the end of this function does.
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await?;
    match made(&client).await? {
        None => make(&client).await,
        Some(SCHEMA_VERSION) => Ok(()),
        Some(other) => Err(StoreError::Schema(other)),
    }
}

/// By which version the tables were made, where there are any.
async fn made(client: &Client) -> Result<Option<i64>, StoreError> {
    if !client.query_one("SELECT to_regnamespace('softknack') IS NOT NULL", &[]).await?.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    client.batch_execute("SET ROLE softknack_operator").await?;
    let version = client.query_opt("SELECT value FROM softknack.meta WHERE name = 'schema'", &[]).await?;
    client.batch_execute("RESET ROLE").await?;
    let version = version.map(|row| row.try_get::<_, String>(0)).transpose()?;
    Ok(Some(version.and_then(|version| version.parse().ok()).unwrap_or_default()))
}

async fn make(client: &Client) -> Result<(), StoreError> {
    // Texts sort by their bytes, as in SQLite: IDs, times and keys are compared everywhere.
    let common = COMMON_SCHEMA.replace(" TEXT", " TEXT COLLATE \"C\"");
    let version = format!("INSERT INTO meta (name, value) VALUES ('schema', '{SCHEMA_VERSION}');");
    let all = ["BEGIN;", ROLES, &common, SCHEMA, &version, BOUNDS, "COMMIT;"].join("\n");
    client.batch_execute(&all).await.map_err(|error| match error.code() {
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::SetUp(
            "this role may not make the sandbox's tables; start it once with --migrate-as and the address of the \
             database's owner, who may create roles"
                .to_owned(),
        ),
        _ => error.into(),
    })
}

/// Refuses to work as somebody whom row-level security does not bind.
pub(super) async fn check_role(config: &Config) -> Result<(), StoreError> {
    let client = connect(config).await?;
    let unbound = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user";
    if client.query_one(unbound, &[]).await?.try_get::<_, bool>(0)? {
        return Err(StoreError::SetUp(
            "the database's role is a superuser or bypasses row-level security, so nothing would keep tenants apart; \
             give its address with --migrate-as, and with --database that of a role that is a member of softknack_server"
                .to_owned(),
        ));
    }
    client.batch_execute("SET ROLE softknack_server").await.map_err(|error| match error.code() {
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::SetUp(
            "the database's role is no member of softknack_server: GRANT softknack_server TO it".to_owned(),
        ),
        _ => error.into(),
    })
}
