-- Who answers for which child, and which children must not be found.

-- A child entrusted to an account for a purpose. Roles whose rights end at their assignments see
-- nothing else; for the others it adds a child outside their area. Who gave it stands in the journal.
CREATE TABLE assignment (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  child BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  valid_from BIGINT NOT NULL,  -- day
  valid_to BIGINT,  -- first day it no longer holds; null: until ended
  PRIMARY KEY (county, account, child, purpose)
) /* clustered */;
CREATE INDEX assignment_by_child ON assignment (county, child);

-- A shielded child stands in the register at its county, without village and school, so that no
-- list, order, count, plan or export can give its place away; its statements still hold it.
CREATE TABLE shield (
  county BIGINT NOT NULL,
  number BIGINT NOT NULL,  -- of the child
  child BYTEA NOT NULL,
  since BIGINT NOT NULL,
  account BYTEA NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (county, number)
) /* clustered */;
