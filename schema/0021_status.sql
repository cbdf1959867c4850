-- What the rules say of each child today, kept so that lists and counts need not ask them anew; and
-- the packs of rules a county adopted. All of the first is drawn from the statements: it never
-- leaves in a backup and is drawn again after a restore.

-- One bit a scheme, at the place `status_scheme` gives it: of `yes_bits` where it says yes, of
-- `unknown_bits` where too little is known; neither: no. Schemes that rest on what is never listed
-- by name (harm, infection) have no bit.
CREATE TABLE child_status (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  division BIGINT NOT NULL,  -- as in `child`
  yes_bits BIGINT NOT NULL,
  unknown_bits BIGINT NOT NULL,
  PRIMARY KEY (county, child)
) /* clustered */;

-- A scheme's place among the bits; never given to another one.
CREATE TABLE status_scheme (
  county BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  slot BIGINT NOT NULL,
  PRIMARY KEY (county, scheme)
) /* clustered */;

-- Children of whom something new was said since. Those just imported are not here: their numbers
-- lie behind `next_child` below.
CREATE TABLE status_due (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  PRIMARY KEY (county, child)
) /* clustered */;

-- How far the drawing has come: children below `next_child` stand as of `day` by the rules whose
-- texts have this digest.
CREATE TABLE status_standing (
  county BIGINT NOT NULL PRIMARY KEY,
  day BIGINT NOT NULL,
  version TEXT NOT NULL,
  next_child BIGINT NOT NULL
) /* clustered */;

-- Packs of rules, each version for good; the one in force has no `withdrawn_at`.
CREATE TABLE rule_pack (
  county BIGINT NOT NULL,
  pack TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  text TEXT NOT NULL,
  adopted_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  withdrawn_at BIGINT,
  PRIMARY KEY (county, pack, ordinal)
) /* clustered */;
