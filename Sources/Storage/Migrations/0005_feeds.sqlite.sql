-- SQLite's part: claims lie in the order of their resource and start, so that what one adviser has
-- in twelve weeks is a few pages side by side instead of a page for each.

CREATE TABLE claim_in_order (
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
) WITHOUT ROWID;

INSERT INTO claim_in_order (
  resource_id, start_at, end_at, part, booking_id, hold_id, type_key, buffer_before, buffer_after,
  lapses_at)
SELECT resource_id, start_at, end_at, part, booking_id, hold_id, type_key, buffer_before,
  buffer_after, lapses_at
FROM claim ORDER BY resource_id, start_at;

DROP TABLE claim;
ALTER TABLE claim_in_order RENAME TO claim;

CREATE INDEX claim_by_booking ON claim (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX claim_by_hold ON claim (hold_id) WHERE hold_id IS NOT NULL;

CREATE TRIGGER claim_overlap_on_insert BEFORE INSERT ON claim
WHEN (
  SELECT end_at FROM claim
  WHERE resource_id = NEW.resource_id AND start_at < NEW.end_at
  ORDER BY start_at DESC LIMIT 1
) > NEW.start_at
BEGIN
  SELECT RAISE(ABORT, 'claim overlap');
END;

CREATE TRIGGER claim_overlap_on_update BEFORE UPDATE OF resource_id, start_at, end_at ON claim
WHEN (
  SELECT end_at FROM claim
  WHERE resource_id = NEW.resource_id AND start_at < NEW.end_at
    AND NOT (resource_id = OLD.resource_id AND start_at = OLD.start_at)
  ORDER BY start_at DESC LIMIT 1
) > NEW.start_at
BEGIN
  SELECT RAISE(ABORT, 'claim overlap');
END;
