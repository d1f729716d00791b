-- Information pages and news, written by the house in Markdown. Title, lead and body are localised
-- texts as JSON: a string where only Dutch exists, else {nl, en, fr}. Dates are local, ISO 8601, which
-- sorts; published_until is the last day.

CREATE TABLE article (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
  kind TEXT NOT NULL CHECK (kind IN ('page', 'news')),
  key TEXT NOT NULL CHECK (key <> '' AND key = lower(key)),
  title TEXT NOT NULL,
  lead TEXT,
  body TEXT NOT NULL,
  published_from TEXT CHECK (length(published_from) = 10),
  published_until TEXT CHECK (length(published_until) = 10 AND published_until >= published_from),
  revision BIGINT NOT NULL CHECK (revision > 0),
  changed_at BIGINT NOT NULL,
  changed_by TEXT REFERENCES person (id),
  UNIQUE (kind, key),
  CHECK (published_until IS NULL OR published_from IS NOT NULL)
);
