-- What guardians said about the use of a child's data, each saying a row that never changes: given,
-- refused or withdrawn. What holds today follows from all of them, so the order in which they
-- arrive, or arrive again, does not matter. Source: PIPL arts 14, 15, 29, 31.
CREATE TABLE consent (
  county BIGINT NOT NULL,
  child BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  id BYTEA NOT NULL,
  answer TEXT NOT NULL,  -- given, refused, withdrawn
  said_on BIGINT NOT NULL,  -- the day the guardian said so; of a withdrawal the day it was told
  recorded_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  given_by TEXT NOT NULL,
  relation TEXT NOT NULL,
  child_assent BIGINT,  -- 1 yes, 0 no; null: not asked
  method TEXT NOT NULL,
  text_version BIGINT NOT NULL,
  data_kinds TEXT NOT NULL,  -- separated by blanks
  recipient TEXT NOT NULL,
  expires_on BIGINT,
  evidence TEXT NOT NULL,  -- where the paper or message lies
  PRIMARY KEY (county, child, purpose, id)
) /* clustered */;

-- A record opened outside the actor's area, with the reason; somebody else reviews each.
CREATE TABLE break_glass (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  account BYTEA NOT NULL,
  child BYTEA NOT NULL,  -- as asked for; whether there is such a child is not said here
  division BIGINT NOT NULL,  -- whose supervisor reviews: the child's place, else the county
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  verdict TEXT NOT NULL,  -- open, accepted, misuse
  reviewed_by BYTEA,
  reviewed_at BIGINT,
  review_note TEXT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX break_glass_by_account ON break_glass (county, account, child, ends_at);
CREATE INDEX break_glass_by_place ON break_glass (county, verdict, division, at);

-- Who has a stake in a child's case besides their work, and so may not see it.
CREATE TABLE conflict_of_interest (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  child BYTEA NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,  -- kin, accused, other
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,  -- the first day it no longer holds
  note TEXT NOT NULL,
  declared_by BYTEA NOT NULL,
  declared_at BIGINT NOT NULL,
  ended_by BYTEA,
  PRIMARY KEY (county, account, child, id)
) /* clustered */;
CREATE INDEX conflict_of_interest_by_child ON conflict_of_interest (county, child);

-- What a family asks to have put right in a child's record, and the county's written answer.
CREATE TABLE correction (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  child BYTEA NOT NULL,
  account BYTEA NOT NULL,
  about TEXT NOT NULL,
  wish TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  due_on BIGINT NOT NULL,
  state TEXT NOT NULL,  -- open, done, refused
  answer TEXT NOT NULL,
  answered_by BYTEA,
  answered_at BIGINT,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX correction_by_child ON correction (county, child, asked_at);
CREATE INDEX correction_by_state ON correction (county, state, due_on);
