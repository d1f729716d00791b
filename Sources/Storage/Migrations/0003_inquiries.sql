-- What people ask in the box on every page. Text and address are emptied a year after the question
-- was finished; the row stays for the counts.

-- `version` is the portable lock. `state_at` is the instant of the state; `finished_at` repeats it
-- where nobody has to act any more.
CREATE TABLE inquiry (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  version BIGINT NOT NULL CHECK (version >= 0),
  text TEXT NOT NULL CHECK (length(text) <= 8000),
  email TEXT NOT NULL CHECK (email = lower(email)),
  language TEXT NOT NULL CHECK (language IN ('nl', 'en', 'fr')),
  page TEXT,
  person_id TEXT REFERENCES person (id),
  asked_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'routed', 'answered', 'closed')),
  state_at BIGINT NOT NULL,
  state_by TEXT REFERENCES person (id),
  destination_kind TEXT CHECK (destination_kind IN ('partner', 'type', 'toDo')),
  destination_key TEXT,
  is_gap BIGINT NOT NULL CHECK (is_gap IN (0, 1)),
  gap_to_do TEXT,
  finished_at BIGINT,
  forgotten_at BIGINT,
  CHECK ((destination_kind IS NULL) = (destination_key IS NULL)),
  CHECK (state <> 'open' OR (state_by IS NULL AND destination_kind IS NULL)),
  CHECK (state <> 'routed' OR (state_by IS NOT NULL AND destination_kind IS NOT NULL)),
  CHECK (state <> 'answered' OR state_by IS NOT NULL OR destination_kind = 'partner'),
  CHECK (state <> 'closed' OR (state_by IS NOT NULL AND destination_kind IS NULL)),
  CHECK (gap_to_do IS NULL OR is_gap = 1),
  CHECK ((finished_at IS NULL)
    = (state = 'open' OR (state = 'routed' AND destination_kind = 'partner'))),
  CHECK ((forgotten_at IS NULL) = (text <> '')),
  CHECK ((forgotten_at IS NULL) = (email <> '')),
  CHECK (forgotten_at IS NULL OR finished_at IS NOT NULL)
);

CREATE INDEX inquiry_by_asking ON inquiry (asked_at, id);
CREATE INDEX inquiry_by_state ON inquiry (state, asked_at, id);
CREATE INDEX inquiry_unfinished_by_email ON inquiry (email) WHERE finished_at IS NULL;
CREATE INDEX inquiry_to_forget ON inquiry (finished_at) WHERE forgotten_at IS NULL;

-- The links mailed to partners; only the hash of the secret.
CREATE TABLE inquiry_link (
  hash TEXT NOT NULL PRIMARY KEY,
  inquiry_id TEXT NOT NULL REFERENCES inquiry (id),
  partner_key TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX inquiry_link_by_inquiry ON inquiry_link (inquiry_id);

-- What was said at a step of the history, which itself holds ids only.
CREATE TABLE inquiry_words (
  activity_id TEXT NOT NULL PRIMARY KEY REFERENCES activity (id),
  inquiry_id TEXT NOT NULL REFERENCES inquiry (id),
  text TEXT NOT NULL CHECK (text <> '')
);

CREATE INDEX inquiry_words_by_inquiry ON inquiry_words (inquiry_id);
