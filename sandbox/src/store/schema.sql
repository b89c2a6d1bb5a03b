-- The tables of the sandbox, in SQL that SQLite and PostgreSQL both take.
--
-- `tenant` is an organisation in one mode (`org_…/test`): every key begins with it, so that nothing of another tenant can
-- be named. Times are RFC 3339 in UTC with milliseconds, which sort as text. Structured members are JSON text.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- What shall go wrong with requests to come: the first `skip` that match are let pass, the next `times` are hit.
CREATE TABLE faults (
    number BIGINT PRIMARY KEY,
    operation TEXT,
    skip BIGINT NOT NULL,
    times BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    fault TEXT NOT NULL
);

-- How many requests of a tenant came in a minute, where several processes count them.
CREATE TABLE rate_windows (
    tenant TEXT PRIMARY KEY,
    minute BIGINT NOT NULL,
    used BIGINT NOT NULL
);

CREATE TABLE organisations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE api_keys (
    digest TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE idempotency_records (
    tenant TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant, idempotency_key)
);
CREATE INDEX idempotency_records_by_age ON idempotency_records (created_at);

CREATE TABLE contacts (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    phone TEXT,
    email TEXT,
    verified BOOLEAN NOT NULL,
    metadata TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- When to look whether a guest is still needed; of nobody else there is a time.
    forget_at TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX contacts_by_phone ON contacts (tenant, phone, id);
CREATE INDEX contacts_by_email ON contacts (tenant, email, id);
CREATE INDEX contacts_by_forgetting ON contacts (forget_at) WHERE forget_at IS NOT NULL;

-- Texts that say something personal: of events, by their IDs, and of answers, by their times and idempotency keys. Their own rows
-- hold what is left when this is gone.
CREATE TABLE personal_copies (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX personal_copies_by_expiry ON personal_copies (expires_at) WHERE expires_at IS NOT NULL;

-- Whom they name: contacts and entries.
CREATE TABLE personal_subjects (
    tenant TEXT NOT NULL,
    subject TEXT NOT NULL,
    copy_id TEXT NOT NULL,
    PRIMARY KEY (tenant, subject, copy_id),
    FOREIGN KEY (tenant, copy_id) REFERENCES personal_copies (tenant, id) ON DELETE CASCADE
);
CREATE INDEX personal_subjects_by_copy ON personal_subjects (tenant, copy_id);

CREATE TABLE services (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    duration_minutes BIGINT NOT NULL,
    buffer_before_minutes BIGINT NOT NULL,
    buffer_after_minutes BIGINT NOT NULL,
    reminder_offsets_minutes TEXT NOT NULL,
    reminder_channels TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, slug)
);

CREATE TABLE resources (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    capacity_min BIGINT NOT NULL,
    capacity_max BIGINT,
    zone TEXT,
    active BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE schedules (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    service TEXT NOT NULL,
    timezone TEXT NOT NULL,
    weekly TEXT NOT NULL,
    exceptions TEXT NOT NULL,
    horizon_days BIGINT NOT NULL,
    interval_minutes BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    overbook_limit BIGINT NOT NULL,
    resources TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The first day, in the schedule's zone, that has no slots yet.
    next_day TEXT NOT NULL,
    -- When that day comes within the horizon.
    extend_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX schedules_by_extension ON schedules (extend_at);

CREATE TABLE slots (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    service TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    -- What its resources are held for: the slot's time with the service's buffers around it.
    holds_from TEXT NOT NULL,
    holds_to TEXT NOT NULL,
    timezone TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    booked BIGINT NOT NULL,
    overbook_limit BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    status TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN closed THEN 'closed' WHEN booked >= capacity + overbook_limit THEN 'full' ELSE 'open' END
    ) STORED,
    resources TEXT NOT NULL,
    schedule_id TEXT,
    PRIMARY KEY (tenant, id),
    CHECK (booked >= 0 AND booked <= capacity + overbook_limit),
    CHECK (starts_at < ends_at)
);
CREATE INDEX slots_by_opening ON slots (tenant, service, status, starts_at, id);
CREATE UNIQUE INDEX slots_by_schedule ON slots (tenant, schedule_id, starts_at);

-- Which resources can fill which of a slot's needs: a required resource is a need that one resource can fill.
CREATE TABLE slot_needs (
    tenant TEXT NOT NULL,
    slot_id TEXT NOT NULL,
    need BIGINT NOT NULL,
    choice BIGINT NOT NULL,
    resource_id TEXT NOT NULL,
    PRIMARY KEY (tenant, slot_id, need, choice)
);

CREATE TABLE appointments (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    slot_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    service TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    resource_ids TEXT NOT NULL,
    party_size BIGINT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT,
    notes TEXT,
    metadata TEXT NOT NULL,
    requested_slot_id TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX appointments_by_contact ON appointments (tenant, contact_id, id);
CREATE INDEX appointments_by_status ON appointments (tenant, status, id);
CREATE INDEX appointments_by_service ON appointments (tenant, service, id);
CREATE INDEX appointments_by_start ON appointments (tenant, starts_at, id);

-- Which appointment holds which resource, and for how long. No two rows of one resource may overlap: the engine's own
-- schema file has the constraint.
CREATE TABLE holds (
    tenant TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    PRIMARY KEY (tenant, resource_id, starts_at),
    CHECK (starts_at < ends_at)
);
CREATE INDEX holds_by_appointment ON holds (tenant, appointment_id);

CREATE TABLE reminders (
    tenant TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    due_at TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    PRIMARY KEY (tenant, appointment_id, due_at)
);
CREATE INDEX reminders_by_due ON reminders (due_at);

CREATE TABLE booking_pages (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    services TEXT NOT NULL,
    brand TEXT NOT NULL,
    timezone TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE messages (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    template TEXT NOT NULL,
    channels TEXT NOT NULL,
    vars TEXT NOT NULL,
    status TEXT NOT NULL,
    channel TEXT,
    attempts TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- When it will have arrived, while it is on its way.
    due_at TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX messages_by_contact ON messages (tenant, contact_id, id);
CREATE INDEX messages_by_due ON messages (due_at) WHERE due_at IS NOT NULL;

-- Which phone a code was sent to is told apart by a digest, for as long as that makes a difference.
CREATE TABLE otp_challenges (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    phone_digest TEXT NOT NULL,
    code_digest TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    -- When it was used, used up, or replaced by a later one.
    closed_at TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX otp_challenges_by_phone ON otp_challenges (tenant, phone_digest, created_at);
CREATE INDEX otp_challenges_by_contact ON otp_challenges (tenant, contact_id);
-- Of those whose digests are still there.
CREATE INDEX otp_challenges_by_expiry ON otp_challenges (expires_at) WHERE phone_digest <> '';
CREATE INDEX otp_challenges_by_age ON otp_challenges (created_at);

CREATE TABLE queue_entries (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    party_size BIGINT NOT NULL,
    match_type TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    -- Where it must be seated, by its metadata.
    zone TEXT,
    resource_id TEXT,
    metadata TEXT NOT NULL,
    respond_by TEXT,
    reason TEXT,
    joined_at TEXT NOT NULL,
    allocated_at TEXT,
    seated_at TEXT,
    ended_at TEXT,
    -- How long it was seated, once it was served.
    session_seconds BIGINT,
    -- The guest's session that joined.
    session TEXT,
    correlation_id TEXT NOT NULL,
    -- When its timer runs out.
    due_at TEXT,
    PRIMARY KEY (tenant, id)
);
-- One party, one place in a line; one resource, one party; one session, one entry: whoever comes second loses here.
CREATE UNIQUE INDEX queue_entries_live ON queue_entries (tenant, resource_type, customer_id)
    WHERE status IN ('waiting', 'allocated', 'seated');
CREATE UNIQUE INDEX queue_entries_on_resource ON queue_entries (tenant, resource_id)
    WHERE status IN ('allocated', 'seated');
CREATE UNIQUE INDEX queue_entries_by_session ON queue_entries (tenant, session) WHERE session IS NOT NULL;
CREATE INDEX queue_entries_in_line ON queue_entries (tenant, resource_type, id) WHERE status = 'waiting';
CREATE INDEX queue_entries_by_status ON queue_entries (tenant, status, id);
CREATE INDEX queue_entries_by_customer ON queue_entries (tenant, customer_id, id);
CREATE INDEX queue_entries_with_duration ON queue_entries (tenant, resource_type, id, session_seconds)
    WHERE session_seconds IS NOT NULL;
CREATE INDEX queue_entries_by_due ON queue_entries (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE events (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    -- The envelope, without what is personal.
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX events_by_type ON events (tenant, type, id);
CREATE INDEX events_by_creation ON events (tenant, created_at, id);

CREATE TABLE audit_records (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    request_id TEXT,
    correlation_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX audit_records_by_subject ON audit_records (tenant, subject, id);
CREATE INDEX audit_records_by_action ON audit_records (tenant, action, id);
CREATE INDEX audit_records_by_correlation ON audit_records (tenant, correlation_id, id);

CREATE TABLE webhooks (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    description TEXT,
    enabled BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);

-- What signs an endpoint's deliveries: its secret, and each that it replaced until that one expires.
CREATE TABLE webhook_secrets (
    tenant TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (tenant, webhook_id, secret)
);

CREATE TABLE webhook_patterns (
    tenant TEXT NOT NULL,
    pattern TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    PRIMARY KEY (tenant, pattern, webhook_id)
);

CREATE TABLE deliveries (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts TEXT NOT NULL,
    -- Attempts since it was put on its way, or on its way again: the next one has the number after this.
    attempted BIGINT NOT NULL,
    next_attempt_at TEXT,
    created_at TEXT NOT NULL,
    delivered_at TEXT,
    -- Who attempts it, and until when, by the system's clock, nobody else does.
    lease TEXT,
    leased_until TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX deliveries_by_lease ON deliveries (tenant, webhook_id, leased_until) WHERE leased_until IS NOT NULL;
CREATE INDEX deliveries_by_due ON deliveries (next_attempt_at) WHERE status = 'pending';
CREATE INDEX deliveries_by_queue ON deliveries (tenant, webhook_id, next_attempt_at, id) WHERE status = 'pending';
CREATE INDEX deliveries_by_event ON deliveries (tenant, event_id, id);
CREATE INDEX deliveries_by_webhook ON deliveries (tenant, webhook_id, id);
CREATE INDEX deliveries_by_status ON deliveries (tenant, status, id);

CREATE TABLE dead_letters (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    replayed_at TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX dead_letters_by_webhook ON dead_letters (tenant, webhook_id, id);
