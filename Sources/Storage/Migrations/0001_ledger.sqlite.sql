-- SQLite's part: the ledger refuses overlapping claims by itself, whoever writes.
--
-- The claims on one resource do not overlap, so in order of start they are in order of end too.
-- If any of them overlaps the new span, the last one that starts before the new end does: one step
-- in the index decides.

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
