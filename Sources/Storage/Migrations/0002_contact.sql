-- The ways of contact beside moments to book: requests with moments offered, the links by which
-- they are answered, and what a starter arranged without this service.

-- `state_at` is the deadline of a waiting request and the instant of every other state.
CREATE TABLE contact_request (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  type_key TEXT NOT NULL,
  partner_key TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  to_do_id TEXT REFERENCES to_do (id),
  zone TEXT NOT NULL,
  minutes BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 44640),
  place TEXT NOT NULL CHECK (place IN ('venue', 'partner', 'online')),
  answers TEXT NOT NULL,
  note TEXT,
  state TEXT NOT NULL CHECK (
    state IN (
      'waiting', 'passed', 'accepted', 'declined', 'answered', 'referred', 'withdrawn')),
  state_at BIGINT NOT NULL,
  state_by TEXT REFERENCES person (id),
  message TEXT,
  booking_id TEXT REFERENCES booking (id),
  referred_type_key TEXT,
  remind_at BIGINT,
  reminded_at BIGINT,
  revision BIGINT NOT NULL CHECK (revision >= 1),
  created_at BIGINT NOT NULL,
  CHECK ((state = 'accepted') = (booking_id IS NOT NULL)),
  CHECK ((state = 'referred') = (referred_type_key IS NOT NULL)),
  CHECK (state IN ('declined', 'answered', 'referred') OR (state_by IS NULL AND message IS NULL))
);

-- One starter asks one type once at a time.
CREATE UNIQUE INDEX contact_request_open ON contact_request (person_id, type_key)
  WHERE state IN ('waiting', 'passed');
CREATE INDEX contact_request_by_person ON contact_request (person_id, created_at, id);
CREATE INDEX contact_request_by_partner ON contact_request (partner_key, created_at, id);
CREATE INDEX contact_request_by_deadline ON contact_request (state_at) WHERE state = 'waiting';
CREATE INDEX contact_request_by_to_do ON contact_request (to_do_id) WHERE to_do_id IS NOT NULL;

CREATE TABLE contact_request_moment (
  request_id TEXT NOT NULL REFERENCES contact_request (id),
  position BIGINT NOT NULL CHECK (position BETWEEN 0 AND 2),
  start_at BIGINT NOT NULL,
  local_start TEXT NOT NULL CHECK (length(local_start) = 19),
  PRIMARY KEY (request_id, position),
  UNIQUE (request_id, start_at)
);

-- Whoever bears the secret answers for the holder; the person where the mail went to an account.
CREATE TABLE contact_link (
  hash TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES contact_request (id),
  holder TEXT NOT NULL CHECK (holder IN ('partner', 'team')),
  person_id TEXT REFERENCES person (id),
  created_at BIGINT NOT NULL
);

CREATE INDEX contact_link_by_request ON contact_link (request_id);

CREATE TABLE arrangement (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  type_key TEXT NOT NULL,
  partner_key TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  to_do_id TEXT REFERENCES to_do (id),
  kind TEXT NOT NULL CHECK (kind IN ('appointment', 'contact')),
  day TEXT CHECK (length(day) = 10),
  state TEXT NOT NULL CHECK (state IN ('standing', 'done', 'takenBack')),
  state_at BIGINT,
  created_at BIGINT NOT NULL,
  CHECK ((state = 'standing') = (state_at IS NULL))
);

CREATE UNIQUE INDEX arrangement_standing ON arrangement (person_id, type_key)
  WHERE state = 'standing';
CREATE INDEX arrangement_by_person ON arrangement (person_id, created_at, id);
CREATE INDEX arrangement_by_to_do ON arrangement (to_do_id) WHERE to_do_id IS NOT NULL;
