-- A feed is queried anew after every change. One index tells which appointments a person, partner
-- or room has, and which revision of each; what a revision looks like is then known already.

ALTER TABLE booking_adviser
  ADD COLUMN revision BIGINT NOT NULL DEFAULT 1 CHECK (revision >= 1);
ALTER TABLE booking_participant
  ADD COLUMN revision BIGINT NOT NULL DEFAULT 1 CHECK (revision >= 1);

UPDATE booking_adviser SET revision = (
  SELECT booking.revision FROM booking WHERE booking.id = booking_adviser.booking_id);
UPDATE booking_participant SET revision = (
  SELECT booking.revision FROM booking WHERE booking.id = booking_participant.booking_id);

DROP INDEX booking_adviser_by_person;
CREATE UNIQUE INDEX booking_adviser_by_person
  ON booking_adviser (person_id, start_at, booking_id, revision);

DROP INDEX booking_participant_by_person;
CREATE UNIQUE INDEX booking_participant_by_person
  ON booking_participant (person_id, start_at, booking_id, revision);

DROP INDEX booking_by_partner;
CREATE INDEX booking_by_partner ON booking (partner_key, start_at, id, revision);

DROP INDEX booking_by_room;
CREATE INDEX booking_by_room ON booking (room_key, start_at, id, revision)
  WHERE room_key IS NOT NULL;

-- Counted up whenever somebody's name changes: texts that show names are then made anew.
CREATE TABLE name_state (
  only BIGINT NOT NULL PRIMARY KEY CHECK (only = 1),
  version BIGINT NOT NULL CHECK (version >= 0)
);

INSERT INTO name_state (only, version) VALUES (1, 0);
