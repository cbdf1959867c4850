-- Keys. Each child has a key of its own, stored under ("wrapped by") a key that never enters the
-- database. Removing a child's row here makes whatever is sealed with it unreadable, in this
-- database and in every backup, since backups of the data leave this table out.

-- Row 0 of a county is the key its blind indexes are made with, row -1 the one that answers of
-- commands are sealed under.
CREATE TABLE data_key (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  wrapping_key BIGINT NOT NULL,
  version BIGINT NOT NULL,
  wrapped BYTEA NOT NULL,
  PRIMARY KEY (county, child)
) /* clustered */;
CREATE INDEX data_key_by_wrapping_key ON data_key (wrapping_key);

-- Names in clear for lists; drawn from `child.sealed`, never in a backup.
CREATE TABLE child_name (
  county BIGINT NOT NULL,
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (county, number)
) /* clustered */;

-- Children by the phones of those around them; `phone` is a keyed hash of 32 bits, so that a row
-- alone proves nothing. Whoever looks one up holds it against the statements.
CREATE TABLE child_phone (
  county BIGINT NOT NULL,
  phone BIGINT NOT NULL,
  child BIGINT NOT NULL,
  PRIMARY KEY (county, phone, child)
) /* clustered */;

-- Wishes to erase a child for good: asked for by one person, done by another. `certificate` is JSON,
-- empty until it is done, and names nobody.
CREATE TABLE erasure (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  child BYTEA NOT NULL,
  ground TEXT NOT NULL,
  requested_at BIGINT NOT NULL,
  requested_by BYTEA NOT NULL,
  confirmed_at BIGINT,
  confirmed_by BYTEA,
  certificate TEXT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX erasure_by_child ON erasure (county, child);

-- Children whose record a proceeding needs: not to be erased meanwhile.
CREATE TABLE legal_hold (
  county BIGINT NOT NULL,
  child BYTEA NOT NULL,
  reference TEXT NOT NULL,  -- of the proceeding
  placed_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, child)
) /* clustered */;

-- Where the making of new child keys stands: children from `next_child` to `last_child` still have
-- their old ones. No row: none is under way.
CREATE TABLE key_renewal (
  county BIGINT NOT NULL PRIMARY KEY,
  next_child BIGINT NOT NULL,
  last_child BIGINT NOT NULL
) /* clustered */;
