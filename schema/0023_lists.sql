-- Lists that come again: what their columns mean, who sent them and whom they name; and what a
-- person wants of a list as a file.

-- What the columns of a header mean, as a person last said. The header's own words are sealed
-- (`child_text`, about 'mapping'): a sheet may carry anything above its rows.
CREATE TABLE saved_mapping (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,  -- 'child', 'need', …
  fingerprint BYTEA NOT NULL,  -- hash of the header's words
  name TEXT NOT NULL,
  uses BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE UNIQUE INDEX saved_mapping_by_header ON saved_mapping (county, kind, fingerprint);

-- One list somebody sent, with who sent it and what it is a list of. `unread` counts rows that
-- could not be read: whom they name is not known.
CREATE TABLE sent_list (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  role TEXT NOT NULL,  -- 'hukou', 'student_register', 'present', 'ex_poor', 'other'
  sender TEXT NOT NULL,
  imported_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  unread BIGINT NOT NULL,
  is_whole BIGINT NOT NULL,  -- 0 while its rows are still going in
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX sent_list_by_sender ON sent_list (county, role, sender, imported_at);

-- The children a list names; `ordinal` is the statement that holds what its row says.
CREATE TABLE sent_list_child (
  county BIGINT NOT NULL,
  list BIGINT NOT NULL,
  child BIGINT NOT NULL,
  sheet_row BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  PRIMARY KEY (county, list, child, sheet_row)
) /* clustered */;
CREATE INDEX sent_list_child_by_child ON sent_list_child (county, child);

-- What a person found out about a child that a newer list no longer names.
CREATE TABLE sent_list_answer (
  county BIGINT NOT NULL,
  list BIGINT NOT NULL,
  child BIGINT NOT NULL,
  answer TEXT NOT NULL,  -- 'moved', 'dropped_out', 'still_here', 'finished', 'mistake'
  answered_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, list, child)
) /* clustered */;
CREATE INDEX sent_list_answer_by_child ON sent_list_answer (county, child);

-- A row of the summary table of the civil-affairs form: figures of a place, nobody's name.
CREATE TABLE form_summary (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,  -- derived from file, sheet and row
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  sheet_row BIGINT NOT NULL,
  unit TEXT NOT NULL,
  figures TEXT NOT NULL,  -- JSON array of 32 numbers or nulls
  broken TEXT NOT NULL,  -- JSON array: the identities that do not hold, with their numbers
  imported_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
