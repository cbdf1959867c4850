-- What people write about a child in their own words, sealed under the child's key, and what else
-- may name a child on this machine. Text that stood in clear until now goes: it cannot be sealed
-- from here, and nothing runs with it yet.

-- The texts of one record, all in one seal. `about` says whose: 'need', 'consent', … (decision
-- 16). `child` is the number of the child whose key seals it; -2 when the register has no such
-- child: then the county's key for texts.
CREATE TABLE child_text (
  county BIGINT NOT NULL,
  about TEXT NOT NULL,
  id BYTEA NOT NULL,
  child BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (county, about, id)
) /* clustered */;
CREATE INDEX child_text_by_child ON child_text (county, child);

ALTER TABLE need DROP COLUMN previous_helper;
ALTER TABLE need DROP COLUMN note;
ALTER TABLE plan_line DROP COLUMN note;
ALTER TABLE refusal DROP COLUMN note;
ALTER TABLE shield DROP COLUMN reason;
ALTER TABLE legal_hold DROP COLUMN reference;
ALTER TABLE consent DROP COLUMN given_by;
ALTER TABLE consent DROP COLUMN recipient;
ALTER TABLE consent DROP COLUMN evidence;
ALTER TABLE break_glass DROP COLUMN reason;
ALTER TABLE break_glass DROP COLUMN review_note;
ALTER TABLE conflict_of_interest DROP COLUMN note;
ALTER TABLE correction DROP COLUMN about;
ALTER TABLE correction DROP COLUMN wish;
ALTER TABLE correction DROP COLUMN answer;

-- An upload and what became of it lie on the disk sealed, each under a key of its own in `data_key`.
-- `sealed` holds what the row knows of the file's content: sheets with samples, findings, the
-- problem.
ALTER TABLE import_file DROP COLUMN sheets;
ALTER TABLE import_file DROP COLUMN rejects;
ALTER TABLE import_file DROP COLUMN warnings;
ALTER TABLE import_file DROP COLUMN problem;
ALTER TABLE import_file ADD COLUMN sealed BYTEA;
