//! A busy business: rows as the sandbox writes them, made by the database itself, so that there can be a million of them.
//!
//! Every second appointment lies ahead, the others are over. They begin every half hour at each of [`RESOURCES`] resources and leave ten
//! minutes to the next, in which [`History::openings`] finds room.

#![allow(dead_code, reason = "each program uses a part of this")]

const RESOURCES: u64 = 50;

/// How many batches of openings there can be, one after another.
const BATCHES: u64 = 4;

/// In which words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// The history of one tenant, whose service is `cut`.
#[derive(Debug, Clone)]
pub struct History {
    pub dialect: Dialect,
    /// An organisation in one mode: `org_…/test`.
    pub tenant: String,
    /// When it is, in seconds.
    pub now: i64,
}

impl History {
    /// What makes the resources, once.
    pub fn resources(&self) -> String {
        let statement = "INSERT INTO resources (tenant, id, name, kind, capacity_min, active, created_at, updated_at)
            <<each 1>> SELECT <<tenant>>, <<id res i>>, 'Room', 'room', 1, TRUE, <<then>>, <<then>> FROM n;";
        self.written(statement, 0..RESOURCES)
    }

    /// What makes the appointments of these numbers, which begin and end with a full hundred. On a server it is its administrator's to
    /// run: what the sandbox's triggers note is made together, not row by row.
    pub fn appointments(&self, from: u64, to: u64) -> String {
        assert!(from < to && from.is_multiple_of(100) && to.is_multiple_of(100), "{from}..{to}");
        let rows = self.written(include_str!("history.sql"), from..to);
        if self.dialect == Dialect::Sqlite {
            return format!("BEGIN;\n{rows}\nCOMMIT;");
        }
        let places = "INSERT INTO event_places (tenant, place, event_id, type)
            <<each 1>> SELECT <<tenant>>, lpad(CAST(nextval('places') AS TEXT), 20, '0'), <<id evt i>>, 'appointment.booked' FROM n;";
        format!(
            "ALTER TABLE events DISABLE TRIGGER events_have_places;
            ALTER TABLE queue_entries DISABLE TRIGGER queue_entries_change_their_line;
            {rows}
            {places}
            ALTER TABLE events ENABLE ALWAYS TRIGGER events_have_places;
            ALTER TABLE queue_entries ENABLE TRIGGER queue_entries_change_their_line;",
            places = self.written(places, from..to),
        )
    }

    /// What opens slots of half a minute, evenly between the first `appointments`, which lie ahead; and their IDs.
    pub fn openings(&self, batch: u64, count: u64, appointments: u64) -> (String, Vec<String>) {
        assert!(batch < BATCHES && count <= 2 * appointments, "there is no room");
        let statement = "INSERT INTO slots (tenant, id, service, starts_at, ends_at, holds_from, holds_to, timezone, capacity, booked,
                overbook_limit, closed, resources)
            <<openings>> SELECT <<tenant>>, <<id slt number>>, 'cut', <<starts>>, <<ends>>, <<starts>>, <<ends>>, 'UTC', 1, 0, 0, FALSE,
                '{\"required\":[\"' || <<resource>> || '\"],\"any_of\":[]}' FROM n;
            INSERT INTO slot_needs (tenant, slot_id, need, choice, resource_id)
            <<openings>> SELECT <<tenant>>, <<id slt number>>, 0, 0, <<resource>> FROM n;";
        let ahead = appointments / 2;
        let first = 1_000_000_000 * (batch + 1);
        // Openings of one appointment stand behind each other in its ten minutes.
        let openings = format!(
            "WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k + 1 < {count}),
                n(i, number, after, lasting) AS (SELECT k * {ahead} / {count} * 2, k + {first}, 1200 + {batch} * 150 + k % 4 * 35, 30 FROM k)"
        );
        let statement = statement.replace("<<openings>>", &openings);
        let statement = statement.replace("<<starts>>", &self.time(&format!("{} + after", self.start())));
        let statement = statement.replace("<<ends>>", &self.time(&format!("{} + after + lasting", self.start())));
        let ids = (0..count).map(|number| format!("slt_{:026}", number + first)).collect();
        (self.written(&statement, 0..0), ids)
    }

    /// A contact who is there as soon as there are appointments.
    pub fn contact() -> String {
        format!("ctc_{:026}", 0)
    }

    /// Puts in what stands in angle brackets, for these numbers.
    fn written(&self, text: &str, numbers: std::ops::Range<u64>) -> String {
        let mut parts = text.split("<<");
        let mut written = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (word, rest) = part.split_once(">>").unwrap_or((part, ""));
            written.push_str(&self.word(word, &numbers));
            written.push_str(rest);
        }
        written
    }

    fn word(&self, word: &str, numbers: &std::ops::Range<u64>) -> String {
        let id = |kind: &str, number: &str| {
            format!("('{kind}_0000000000' || substr(CAST(10000000000000000 + {number} AS TEXT), 2))")
        };
        match word.split(' ').collect::<Vec<_>>().as_slice() {
            ["tenant"] => format!("'{}'", self.tenant),
            ["each", step] => format!(
                "WITH RECURSIVE n(i) AS (SELECT {} UNION ALL SELECT i + {step} FROM n WHERE i + {step} < {})",
                numbers.start, numbers.end
            ),
            ["id", kind, number] => id(kind, number),
            ["contact"] => id("ctc", "i / 20 * 20"),
            ["resource"] => id("res", &format!("i / 2 % {RESOURCES}")),
            ["starts"] => self.time(&self.start()),
            ["ends"] => self.time(&format!("{} + 1200", self.start())),
            // Up to three hundred days ago.
            ["then"] => self.time(&format!("{} + i * 25", self.now - 26_000_000)),
            ["just", "now"] => self.time(&format!("{} + 0 * i", self.now - 3600)),
            ["appointment"] => self.object(concat!(
                r#"{"id":"<<id apt i>>","status":"booked","slot_id":"<<id slt i>>","contact_id":"<<contact>>","service":"cut","#,
                r#""starts_at":"<<starts>>","ends_at":"<<ends>>","resource_ids":["<<resource>>"],"party_size":1,"source":"api","#,
                r#""reason":null,"notes":null,"metadata":{},"requested_slot_id":null,"created_at":"<<then>>","updated_at":"<<then>>"}"#,
            )),
            ["event"] => self.object(concat!(
                r#"{"id":"<<id evt i>>","type":"appointment.booked","created_at":"<<then>>","mode":"test","org_id":"<<organisation>>","#,
                r#""correlation_id":"<<id cor i>>","data":{"appointment":"#,
                "<<appointment>>}}",
            )),
            ["organisation"] => format!("'{}'", self.tenant.split('/').next().unwrap_or_default()),
            _ => panic!("nobody says what <<{word}>> is"),
        }
    }

    /// JSON with words in it, as an expression.
    fn object(&self, text: &str) -> String {
        let parts = format!("'{text}'").replace("<<", "' || <<").replace(">>", ">> || '");
        self.written(&parts, 0..0)
    }

    /// The second at which appointment `i` begins: the even ones from tomorrow on, the odd ones until yesterday.
    fn start(&self) -> String {
        let steps = format!("(i / {} + 1) * 1800", 2 * RESOURCES);
        format!("{} + CASE WHEN i % 2 = 0 THEN 86400 + {steps} ELSE -86400 - {steps} END", self.now / 1800 * 1800)
    }

    /// A second as a text, as times are stored.
    fn time(&self, second: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%fZ', {second}, 'unixepoch')"),
            Dialect::Postgres => {
                format!("to_char(to_timestamp({second}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
            }
        }
    }
}
