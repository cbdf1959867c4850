-- What was looked at, and the signed roots that hold the journal fast.

-- `event` is command, read or denied; `field_class` the most harmful class of field seen (0 to 4);
-- `policy` the version of the table of rights; `session` a pseudonym of the session, if any.
ALTER TABLE journal ADD COLUMN event TEXT NOT NULL DEFAULT 'command';
ALTER TABLE journal ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN field_class BIGINT NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN session BYTEA;

-- The newest command is what kept answers depend on; reads come between.
CREATE INDEX journal_command ON journal (county, seq) WHERE event = 'command';

-- Which records an entry saw, or was denied: as change_feed, 16-byte ids one after another.
CREATE TABLE journal_sighting (
  county BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ids BYTEA NOT NULL,
  PRIMARY KEY (county, seq, kind)
) /* clustered */;

-- A signed root over the first `size` entries. `note` is the signed text, `frontier` the roots of
-- the perfect subtrees that root is made of, so that the next one needs the new entries only.
CREATE TABLE journal_checkpoint (
  county BIGINT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  root BYTEA NOT NULL,
  note TEXT NOT NULL,
  frontier BYTEA NOT NULL,
  PRIMARY KEY (county, size)
) /* clustered */;
