-- Who may enter, what was done, what changed. BYTEA, BIGINT, TEXT and DOUBLE PRECISION mean the
-- same to both databases; the SQLite driver turns "/* clustered */" after a table into WITHOUT ROWID.

CREATE TABLE account (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  area BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  is_active BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE UNIQUE INDEX account_login ON account (login);

-- The answer of each command, so that a resend gets the same one. An answer may name a child, so it
-- is sealed under a key the county has for answers (0010_keys.sql, row -1), which goes with every
-- child that is erased.
CREATE TABLE command_log (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  payload_hash BYTEA NOT NULL,
  answer BYTEA NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;

-- One hash-chained entry per command: hash = SHA-256(previous hash | canonical entry).
CREATE TABLE journal (
  county BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  role TEXT NOT NULL,
  command BYTEA NOT NULL,
  kind TEXT NOT NULL,
  payload_hash BYTEA NOT NULL,
  changes_hash BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (county, seq)
) /* clustered */;

-- What changed, in commit order; `seq` is the journal entry that changed it. One row holds all
-- records of one kind that a command changed: `ids` is their 16-byte ids one after another.
CREATE TABLE change_feed (
  county BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  ids BYTEA NOT NULL,
  PRIMARY KEY (county, seq, kind)
) /* clustered */;

-- What a county is set up as ("synthetic" = "1" shows the banner).
CREATE TABLE setting (
  county BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (county, name)
) /* clustered */;
