-- The ledger of time and what stands around it, in the dialect that SQLite (3.40) and PostgreSQL
-- (15) share. Instants are whole seconds since 1970 (BIGINT), ids lower-case UUIDs (TEXT),
-- structured values JSON (TEXT), flags BIGINT 0 or 1. The CHECKs forbid what the types forbid.

-- The catalogue: one row per object that an organisation sets up.

CREATE TABLE catalogue_state (
  only BIGINT NOT NULL PRIMARY KEY CHECK (only = 1),
  version BIGINT NOT NULL CHECK (version >= 0),
  changed_at BIGINT NOT NULL
);

INSERT INTO catalogue_state (only, version, changed_at) VALUES (1, 0, 0);

-- Kinds are not listed here: later versions add some.
CREATE TABLE catalogue_object (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  kind TEXT NOT NULL CHECK (kind <> ''),
  key TEXT NOT NULL CHECK (key <> ''),
  parent TEXT,
  position BIGINT NOT NULL,
  document TEXT NOT NULL,
  days TEXT,
  archived BIGINT NOT NULL CHECK (archived IN (0, 1)),
  UNIQUE (kind, key)
);

-- People.

CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('nl', 'en', 'fr')),
  created_at BIGINT NOT NULL
);

CREATE TABLE account (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND email <> '')
);

CREATE TABLE role (
  person_id TEXT NOT NULL REFERENCES person (id),
  position BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (
    kind IN ('starter', 'adviser', 'manager', 'staff', 'organizer', 'team', 'admin')),
  partner TEXT,
  PRIMARY KEY (person_id, position)
);

CREATE INDEX role_by_kind ON role (kind, person_id);

CREATE TABLE api_token (
  hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL
);

-- Hold and to-do are not references: the hold may be gone before the link is opened.
CREATE TABLE sign_in_request (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email)),
  token_hash TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('nl', 'en', 'fr')),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL CHECK (attempts >= 0),
  used_at BIGINT,
  hold_id TEXT,
  to_do_id TEXT,
  return_path TEXT
);

CREATE INDEX sign_in_request_by_end ON sign_in_request (expires_at);
CREATE INDEX sign_in_request_by_email ON sign_in_request (email, created_at);

CREATE TABLE sign_in (
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  person_id TEXT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX sign_in_by_end ON sign_in (expires_at);

-- The journey.

CREATE TABLE to_do (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  person_id TEXT NOT NULL REFERENCES person (id),
  template_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'booked', 'done', 'skipped')),
  changed_at BIGINT NOT NULL,
  UNIQUE (person_id, template_key)
);

-- The ledger: resources, and the claims on their time.

-- `version` is the portable lock: every deciding write counts it up first.
CREATE TABLE resource (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  kind TEXT NOT NULL CHECK (kind IN ('person', 'room', 'equipment')),
  version BIGINT NOT NULL CHECK (version >= 0),
  last_booked_at BIGINT
);

-- `state_at` is the deadline of a request and the instant of every other state. No appointment
-- lasts longer than 31 days; queries rely on it to bound where they start looking.
CREATE TABLE booking (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  uid TEXT NOT NULL,
  type_key TEXT NOT NULL,
  partner_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (
    state IN ('requested', 'confirmed', 'cancelled', 'declined', 'attended', 'noShow')),
  state_at BIGINT NOT NULL,
  state_by TEXT REFERENCES person (id),
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  zone TEXT NOT NULL,
  local_start TEXT NOT NULL CHECK (length(local_start) = 19),
  place TEXT NOT NULL CHECK (place IN ('venue', 'partner', 'online')),
  venue_key TEXT,
  room_key TEXT,
  to_do_id TEXT REFERENCES to_do (id),
  answers TEXT NOT NULL,
  note TEXT,
  revision BIGINT NOT NULL CHECK (revision >= 1),
  sequence BIGINT NOT NULL CHECK (sequence >= 0),
  created_at BIGINT NOT NULL,
  revised_at BIGINT NOT NULL,
  CHECK (start_at < end_at AND end_at - start_at <= 2678400),
  CHECK (state <> 'cancelled' OR state_by IS NOT NULL),
  CHECK (state IN ('cancelled', 'declined') OR state_by IS NULL),
  CHECK ((venue_key IS NULL) = (room_key IS NULL))
);

CREATE UNIQUE INDEX booking_by_uid ON booking (uid);
CREATE INDEX booking_by_start ON booking (start_at, id);
CREATE INDEX booking_by_partner ON booking (partner_key, start_at, id);
CREATE INDEX booking_by_room ON booking (room_key, start_at, id) WHERE room_key IS NOT NULL;
CREATE INDEX booking_by_to_do ON booking (to_do_id) WHERE to_do_id IS NOT NULL;
CREATE INDEX booking_by_deadline ON booking (state_at) WHERE state = 'requested';

-- `start_at` repeats the booking's, so that one person's list is read in order from one index.
CREATE TABLE booking_adviser (
  booking_id TEXT NOT NULL REFERENCES booking (id),
  position BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  start_at BIGINT NOT NULL,
  PRIMARY KEY (booking_id, position)
);

CREATE UNIQUE INDEX booking_adviser_by_person
  ON booking_adviser (person_id, start_at, booking_id);

CREATE TABLE booking_participant (
  booking_id TEXT NOT NULL REFERENCES booking (id),
  position BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  start_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('going', 'cancelled', 'attended', 'noShow')),
  PRIMARY KEY (booking_id, position)
);

CREATE UNIQUE INDEX booking_participant_by_person
  ON booking_participant (person_id, start_at, booking_id);

CREATE TABLE booking_room (
  booking_id TEXT NOT NULL REFERENCES booking (id),
  position BIGINT NOT NULL,
  resource_id TEXT NOT NULL REFERENCES resource (id),
  PRIMARY KEY (booking_id, position)
);

CREATE INDEX booking_room_by_resource ON booking_room (resource_id);

-- Advisers and rooms are JSON lists of ids, in order.
CREATE TABLE hold (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  type_key TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  zone TEXT NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('venue', 'partner', 'online')),
  advisers TEXT NOT NULL,
  venue_key TEXT,
  room_key TEXT,
  rooms TEXT NOT NULL,
  person_id TEXT REFERENCES person (id),
  until_at BIGINT NOT NULL,
  -- When it lapsed, was given back or was booked; kept for a day, so that its id is still known.
  ended_at BIGINT,
  created_at BIGINT NOT NULL,
  CHECK (start_at < end_at AND end_at - start_at <= 2678400),
  CHECK ((venue_key IS NULL) = (room_key IS NULL))
);

CREATE INDEX hold_by_end ON hold (until_at) WHERE ended_at IS NULL;
CREATE INDEX hold_by_person ON hold (person_id, until_at) WHERE person_id IS NOT NULL;

-- Two claims on one resource never overlap, so the start identifies a claim of its resource. The
-- engine's own part of this migration refuses overlaps.
CREATE TABLE claim (
  resource_id TEXT NOT NULL REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('adviser', 'participant', 'room')),
  booking_id TEXT REFERENCES booking (id) DEFERRABLE INITIALLY DEFERRED,
  hold_id TEXT REFERENCES hold (id) DEFERRABLE INITIALLY DEFERRED,
  type_key TEXT NOT NULL,
  buffer_before BIGINT NOT NULL CHECK (buffer_before >= 0),
  buffer_after BIGINT NOT NULL CHECK (buffer_after >= 0),
  lapses_at BIGINT,
  PRIMARY KEY (resource_id, start_at),
  CHECK (start_at < end_at AND end_at - start_at <= 2678400),
  CHECK ((booking_id IS NULL) <> (hold_id IS NULL)),
  CHECK (hold_id IS NULL OR lapses_at IS NOT NULL)
);

CREATE INDEX claim_by_booking ON claim (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX claim_by_hold ON claim (hold_id) WHERE hold_id IS NOT NULL;

-- Feeds.

CREATE TABLE feed (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  owner_id TEXT NOT NULL REFERENCES person (id),
  scope TEXT NOT NULL CHECK (scope IN ('adviser', 'starter', 'partner', 'room', 'venue')),
  subject TEXT NOT NULL,
  is_busy_only BIGINT NOT NULL CHECK (is_busy_only IN (0, 1)),
  language TEXT NOT NULL CHECK (language IN ('nl', 'en', 'fr')),
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);

CREATE INDEX feed_by_owner ON feed (owner_id, created_at, id);

CREATE TABLE feed_token (
  hash TEXT NOT NULL PRIMARY KEY,
  feed_id TEXT NOT NULL REFERENCES feed (id),
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);

CREATE INDEX feed_token_by_feed ON feed_token (feed_id);

CREATE TABLE feed_fetch (
  feed_id TEXT NOT NULL REFERENCES feed (id),
  program TEXT NOT NULL CHECK (length(program) <= 120),
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  fetches BIGINT NOT NULL CHECK (fetches >= 1),
  PRIMARY KEY (feed_id, program)
);

-- Effects and history.

CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('nl', 'en', 'fr')),
  facts TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed'))
);

CREATE INDEX outbox_by_creation ON outbox (created_at, id);

-- `number` orders the entries of one object, also those of one second.
CREATE TABLE activity (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  happened_at BIGINT NOT NULL,
  actor_id TEXT REFERENCES person (id),
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  verb TEXT NOT NULL,
  state_before TEXT,
  state_after TEXT,
  cause TEXT,
  rule_version BIGINT NOT NULL,
  UNIQUE (object_kind, object_id, number)
);

CREATE TABLE kept_answer (
  person_id TEXT NOT NULL REFERENCES person (id),
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, route, key)
);

CREATE INDEX kept_answer_by_creation ON kept_answer (created_at);

-- What the service remembers of itself, such as the zone data it last saw.
CREATE TABLE service_state (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
