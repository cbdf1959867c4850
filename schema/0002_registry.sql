-- Places, schools, children and what each source said about them.
--
-- A list of 200,000 children is written here within seconds, so rows are narrow and grow at their
-- end: a child has a small `number` besides its id, counted up per county, and everything that
-- hangs on a child is keyed by it. Nothing here refers to another table by a foreign key: the store
-- writes them together, and a look-up per row would cost more than the row.

CREATE TABLE division (
  county BIGINT NOT NULL,
  code BIGINT NOT NULL,  -- 12 digits; the level is in its trailing zeros
  name TEXT NOT NULL,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  valid_from BIGINT,
  valid_to BIGINT,
  PRIMARY KEY (county, code)
) /* clustered */;

CREATE TABLE school (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,  -- derived from what makes it one school; names repeat
  name TEXT NOT NULL,
  stage TEXT NOT NULL,  -- 'kindergarten', 'primary', 'junior', 'senior', 'vocational', 'other'
  division BIGINT NOT NULL,
  code TEXT NOT NULL,
  is_connected BIGINT,  -- to remote lessons; null: not stated
  subjects_lacking TEXT NOT NULL,  -- JSON array of subject names
  PRIMARY KEY (county, id)
) /* clustered */;

-- The present best knowledge of a child, drawn from its statements and kept for lists.
-- `division` is the smallest place known to hold the home: a village, else its township, else the
-- county, so that one range of codes decides who may see the child. Who the child is (name, official
-- numbers, ethnicity) lies in `sealed`, under a key of the child's own (0010_keys.sql); null once
-- the child has been erased.
CREATE TABLE child (
  county BIGINT NOT NULL,
  number BIGINT NOT NULL,
  id BYTEA NOT NULL,
  sex BIGINT NOT NULL,  -- GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unspecified
  born_on BIGINT,
  division BIGINT NOT NULL,
  school_name TEXT,
  grade TEXT,
  revision BIGINT NOT NULL,
  sealed BYTEA,
  PRIMARY KEY (county, number)
) /* clustered */;
CREATE UNIQUE INDEX child_by_id ON child (county, id);

-- The orders in which children are listed. Tables rather than indexes, so that a batch of new
-- children is sorted once and goes in front to back; an index would be entered at random for each.
-- They and `child_name` (0010_keys.sql) hold names in clear, since names are put in order and
-- searched by their parts. They are drawn from the rest and never leave in a backup.
CREATE TABLE child_by_place (
  county BIGINT NOT NULL,
  division BIGINT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  born_on BIGINT NOT NULL,  -- so that one village is put in order of birth from here alone
  PRIMARY KEY (county, division, name, number)
) /* clustered */;
CREATE TABLE child_by_name (
  county BIGINT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  division BIGINT NOT NULL,
  PRIMARY KEY (county, name, number)
) /* clustered */;
CREATE TABLE child_by_birth (
  county BIGINT NOT NULL,
  born_on BIGINT NOT NULL,  -- 3000000 where it is not known, after everybody else
  number BIGINT NOT NULL,
  division BIGINT NOT NULL,
  PRIMARY KEY (county, born_on, number)
) /* clustered */;

-- Which child an official number belongs to; `key` is a keyed hash of it, 64 bits. A second child
-- who claims the same number has slot 1, and so on.
CREATE TABLE child_key (
  county BIGINT NOT NULL,
  key BIGINT NOT NULL,
  slot BIGINT NOT NULL,
  child BIGINT NOT NULL,
  PRIMARY KEY (county, key, slot)
) /* clustered */;

-- Rows that name no official number are known again by a keyed hash of their content.
CREATE TABLE source_record (
  county BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  child BIGINT NOT NULL,
  PRIMARY KEY (county, digest)
) /* clustered */;

-- One sheet of one import; written with the first row it brought.
CREATE TABLE source (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  kind TEXT NOT NULL,
  imported_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;

-- What one row of one source says about one child, never changed afterwards: who the child is, the
-- people around it and what it lives with, all in `sealed`.
CREATE TABLE statement (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  source BIGINT NOT NULL,
  sheet_row BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (county, child, ordinal)
) /* clustered */;

-- Fields in which the sources of a child contradict each other, waiting for a person.
CREATE TABLE data_conflict (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  field TEXT NOT NULL,
  division BIGINT NOT NULL,
  PRIMARY KEY (county, child, field)
) /* clustered */;

-- How many children live in a place, so that no page has to count them.
CREATE TABLE child_count (
  county BIGINT NOT NULL,
  division BIGINT NOT NULL,
  children BIGINT NOT NULL,
  PRIMARY KEY (county, division)
) /* clustered */;

-- The next child number and source number of a county.
CREATE TABLE registry_counter (
  county BIGINT NOT NULL PRIMARY KEY,
  next_child BIGINT NOT NULL,
  next_source BIGINT NOT NULL
) /* clustered */;
