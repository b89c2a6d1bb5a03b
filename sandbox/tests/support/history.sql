-- What a busy business has behind and before it, made by the database itself: for each number `i` an appointment, with all that
-- belongs to it, and for some numbers more. The `history` module beside this says what stands in angle brackets.

INSERT INTO contacts (tenant, id, name, phone, email, verified, metadata, created_at, updated_at)
<<each 20>> SELECT <<tenant>>, <<id ctc i>>, 'Priya', '+91' || CAST(9000000000 + i AS TEXT), CAST(i AS TEXT) || '@example.com', TRUE,
    '{}', <<then>>, <<then>> FROM n;

INSERT INTO slots (tenant, id, service, starts_at, ends_at, holds_from, holds_to, timezone, capacity, booked, overbook_limit, closed,
    resources)
<<each 1>> SELECT <<tenant>>, <<id slt i>>, 'cut', <<starts>>, <<ends>>, <<starts>>, <<ends>>, 'UTC', 1, 1, 0, FALSE,
    '{"required":["' || <<resource>> || '"],"any_of":[]}' FROM n;

INSERT INTO slot_needs (tenant, slot_id, need, choice, resource_id)
<<each 1>> SELECT <<tenant>>, <<id slt i>>, 0, 0, <<resource>> FROM n;

INSERT INTO appointments (tenant, id, status, slot_id, contact_id, service, starts_at, ends_at, resource_ids, party_size, source,
    metadata, created_at, updated_at)
<<each 1>> SELECT <<tenant>>, <<id apt i>>, CASE WHEN i % 2 = 0 THEN 'booked' ELSE 'completed' END, <<id slt i>>, <<contact>>, 'cut',
    <<starts>>, <<ends>>, '["' || <<resource>> || '"]', 1, 'api', '{}', <<then>>, <<then>> FROM n;

INSERT INTO holds (tenant, resource_id, starts_at, ends_at, appointment_id)
<<each 2>> SELECT <<tenant>>, <<resource>>, <<starts>>, <<ends>>, <<id apt i>> FROM n;

INSERT INTO events (tenant, id, type, correlation_id, body, created_at)
<<each 1>> SELECT <<tenant>>, <<id evt i>>, 'appointment.booked', <<id cor i>>, <<event>>, <<then>> FROM n;

INSERT INTO audit_records (tenant, id, actor, action, subject, after, request_id, correlation_id, created_at)
<<each 1>> SELECT <<tenant>>, <<id aud i>>, 'api_key:default', 'calendar.appointments.book', <<id apt i>>, <<appointment>>,
    <<id req i>>, <<id cor i>>, <<then>> FROM n;

INSERT INTO personal_copies (tenant, id, body)
<<each 4>> SELECT <<tenant>>, <<id evt i>>, <<event>> FROM n;

INSERT INTO personal_subjects (tenant, subject, copy_id)
<<each 4>> SELECT <<tenant>>, <<contact>>, <<id evt i>> FROM n;

INSERT INTO deliveries (tenant, id, event_id, event_type, webhook_id, status, attempts, attempted, created_at, delivered_at)
<<each 4>> SELECT <<tenant>>, <<id dlv i>>, <<id evt i>>, 'appointment.booked', <<id whk 1>>,
    CASE WHEN i % 400 = 0 THEN 'dead' ELSE 'delivered' END, '[]', 1, <<then>>, <<then>> FROM n;

INSERT INTO messages (tenant, id, contact_id, template, channels, vars, status, channel, attempts, correlation_id, created_at)
<<each 10>> SELECT <<tenant>>, <<id msg i>>, <<contact>>, 'reminder', '["sms"]', '{}', 'delivered', 'sms', '[]', <<id cor i>>, <<then>>
    FROM n;

INSERT INTO queue_entries (tenant, id, status, customer_id, party_size, match_type, resource_type, resource_id, metadata, joined_at,
    allocated_at, seated_at, ended_at, session_seconds, correlation_id)
<<each 10>> SELECT <<tenant>>, <<id que i>>, CASE WHEN i % 100 = 0 THEN 'cancelled' ELSE 'completed' END, <<contact>>, 2, 'FITTED', 'table', <<resource>>, '{}', <<then>>,
    <<then>>, <<then>>, <<then>>, CASE WHEN i % 100 <> 0 THEN 600 + i % 900 END,
    <<id cor i>> FROM n;

-- Keys are kept for a day.
INSERT INTO idempotency_records (tenant, idempotency_key, fingerprint, status, body, created_at)
<<each 50>> SELECT <<tenant>>, 'history-' || CAST(i AS TEXT), 'another request', 201, <<appointment>>, <<just now>> FROM n;
