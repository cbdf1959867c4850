-- Children who move between counties, and lists of children people keep.
--
-- A county answers for a child until another has accepted it. The two may lie in different
-- databases, so that nothing here joins two counties: each keeps its own half of a hand-over, and
-- signed letters go between them. A child that has left stands nowhere (`child.division` is 0):
-- whatever is limited to a place has it no more.

CREATE TABLE handover (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  direction TEXT NOT NULL,  -- 'out', 'in'
  child BYTEA,  -- of this county; null while what comes in waits
  number BIGINT NOT NULL,  -- whose key seals what is written of it; reserved while it waits
  peer BIGINT NOT NULL,  -- the other county
  division BIGINT NOT NULL,  -- where the child stood when it left, or stands since it came
  state TEXT NOT NULL,  -- offered, withdrawing, withdrawn, refused, accepted
  moves_on BIGINT NOT NULL,
  offered_at BIGINT NOT NULL,
  offered_by BYTEA NOT NULL,
  answered_at BIGINT,
  answered_by BYTEA,
  last_ordinal BIGINT NOT NULL,  -- the newest statement that has gone along
  is_shielded BIGINT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX handover_by_child ON handover (county, child, offered_at);
CREATE INDEX handover_by_state ON handover (county, state, offered_at);

-- What a county has to tell another. What a letter holds is sealed in `child_text` until it has
-- arrived.
CREATE TABLE handover_letter (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  handover BYTEA NOT NULL,
  peer BIGINT NOT NULL,
  kind TEXT NOT NULL,  -- offer, withdrawal, withdrawn, refusal, acceptance, supplement, erasure
  seq BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  arrived_at BIGINT,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX handover_letter_waiting ON handover_letter (county, arrived_at, seq);

-- Letters a county has read; none is read twice.
CREATE TABLE handover_read (
  county BIGINT NOT NULL,
  letter BYTEA NOT NULL,
  peer BIGINT NOT NULL,
  read_at BIGINT NOT NULL,
  PRIMARY KEY (county, letter)
) /* clustered */;

-- Where else a child has been, and who it is there. `erased_on`: that record is gone.
CREATE TABLE child_elsewhere (
  county BIGINT NOT NULL,
  child BYTEA NOT NULL,
  peer BIGINT NOT NULL,
  peer_child BYTEA NOT NULL,
  erased_on BIGINT,
  PRIMARY KEY (county, child, peer)
) /* clustered */;

-- Hand-overs behind a child, its own and those of other counties.
CREATE TABLE handover_past (
  county BIGINT NOT NULL,
  child BYTEA NOT NULL,
  handover BYTEA NOT NULL,
  PRIMARY KEY (county, child, handover)
) /* clustered */;

-- Statements that were made in another county, by a name that stays the same wherever they go.
CREATE TABLE statement_origin (
  county BIGINT NOT NULL,
  child BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  statement BYTEA NOT NULL,
  PRIMARY KEY (county, child, ordinal)
) /* clustered */;
ALTER TABLE source ADD COLUMN origin BIGINT;

-- The open halves of the keys a county signs with and is written to under.
CREATE TABLE county_card (
  county BIGINT NOT NULL PRIMARY KEY,
  signing BYTEA NOT NULL,
  sealing BYTEA NOT NULL
) /* clustered */;
-- The same of counties in other databases, once somebody has vouched for them.
CREATE TABLE peer_card (
  county BIGINT NOT NULL,
  peer BIGINT NOT NULL,
  name TEXT NOT NULL,
  signing BYTEA NOT NULL,
  sealing BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, peer)
) /* clustered */;

-- A filter of the list of children under a name. `filter` is canonical JSON and names nobody.
CREATE TABLE worklist (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  account BYTEA NOT NULL,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  shared_role TEXT NOT NULL,  -- empty: with every role
  shared_area BIGINT,  -- null: with nobody
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (county, id)
) /* clustered */;
