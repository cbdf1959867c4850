-- What leaves the house: published tables of counts, and lists people take away as files.

-- A published table as it was counted, what it hides included: the next one is audited with it.
CREATE TABLE publication (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  measure TEXT NOT NULL,  -- 'children', 'needs', 'served'
  area BIGINT NOT NULL,
  dimensions TEXT NOT NULL,  -- JSON array of names
  categories TEXT NOT NULL,  -- JSON array of arrays of keys, one for each dimension
  counts TEXT NOT NULL,  -- JSON array, row-major, totals last
  hidden TEXT NOT NULL,  -- a '0' or '1' for each count
  threshold BIGINT NOT NULL,
  day BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX publication_by_time ON publication (county, published_at);

-- Somebody wants a list as a file. The file itself is made when it is fetched, once, and kept by
-- nobody here.
CREATE TABLE export_request (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  account BYTEA NOT NULL,
  account_name TEXT NOT NULL,
  what TEXT NOT NULL,  -- 'children', 'needs', 'plan'
  format TEXT NOT NULL,  -- 'csv', 'xlsx'
  division BIGINT NOT NULL,
  purpose TEXT NOT NULL,  -- in the person's own words
  children BIGINT NOT NULL,  -- how many it would tell of
  state TEXT NOT NULL,  -- 'ready', 'waiting', 'refused', 'fetched'
  requested_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL DEFAULT '',
  decided_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX export_request_by_account ON export_request (county, account, requested_at);
CREATE INDEX export_request_by_state ON export_request (county, state, requested_at);
