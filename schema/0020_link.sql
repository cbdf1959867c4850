-- One record per child: which children are shown as one, pairs for people to look at, and what
-- linkage has learnt of a county. Nothing here says who a child is: numbers of children, levels of
-- agreement and probabilities.

-- A child that was found to be another keeps its row, key and statements as they are; `kept` names
-- the one whose record shows them, always one that is shown itself. Null: shown itself. Its
-- statements stand among those of the other from `first_ordinal` on.
ALTER TABLE child ADD COLUMN kept BIGINT;
ALTER TABLE child ADD COLUMN first_ordinal BIGINT NOT NULL DEFAULT 0;
CREATE INDEX child_by_kept ON child (county, kept) WHERE kept IS NOT NULL;

-- Each merge that ever was. `ordinals` is how many places the statements of the merged child and
-- of its own merged children take; no two merges into one child share any, so that what names a
-- statement holds for ever.
CREATE TABLE child_merge (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  kept BIGINT NOT NULL,
  merged BIGINT NOT NULL,
  first_ordinal BIGINT NOT NULL,
  ordinals BIGINT NOT NULL,
  origin TEXT NOT NULL,  -- 'person', 'linkage'
  probability DOUBLE PRECISION,  -- as linkage judged it; null: it did not
  at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  undone_at BIGINT,
  undone_by BYTEA,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX child_merge_by_kept ON child_merge (county, kept);
CREATE INDEX child_merge_by_merged ON child_merge (county, merged);

-- What a merge copied or moved to the kept child, so that undoing takes back that and no more.
-- `record` and `note` name a row of the table `kind` means.
CREATE TABLE child_merge_log (
  county BIGINT NOT NULL,
  merge BYTEA NOT NULL,
  kind TEXT NOT NULL,
  record BYTEA NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (county, merge, kind, record, note)
) /* clustered */;

-- Two children who may be one, a < b, and what people said of them.
CREATE TABLE link_pair (
  county BIGINT NOT NULL,
  a BIGINT NOT NULL,
  b BIGINT NOT NULL,
  state TEXT NOT NULL,  -- 'open', 'later', 'same', 'different'
  reason TEXT NOT NULL,  -- why it did not merge by itself: 'band', 'refused', 'protected', 'hold'
  pattern BIGINT NOT NULL,  -- the level of agreement of each field
  rarity DOUBLE PRECISION NOT NULL,
  log_odds DOUBLE PRECISION NOT NULL,
  decided_at BIGINT,
  decided_by BYTEA,
  merge BYTEA,  -- the merge that 'same' made
  PRIMARY KEY (county, a, b)
) /* clustered */;
CREATE INDEX link_pair_by_state ON link_pair (county, state, log_odds);
CREATE INDEX link_pair_by_b ON link_pair (county, b);

-- The model a county's records are judged by, as JSON numbers.
CREATE TABLE link_model (
  county BIGINT NOT NULL PRIMARY KEY,
  model TEXT NOT NULL,
  fitted_at BIGINT NOT NULL,
  last_child BIGINT NOT NULL  -- children up to this number were linked
) /* clustered */;
