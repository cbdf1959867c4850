-- Files people send, and work that outlives a request. This is the machine's own bookkeeping: no
-- fact about a child lives here but the samples and rejects of a file, gone when it is forgotten.

CREATE TABLE import_file (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  file TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  dry_run BIGINT NOT NULL DEFAULT 0,
  sheets TEXT NOT NULL,
  counts TEXT NOT NULL,
  rejects TEXT NOT NULL,
  warnings TEXT NOT NULL,
  problem TEXT,
  job BYTEA,
  path TEXT NOT NULL,
  rejects_path TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (county, id)
) /* clustered */;

-- `lease_until` says how long its worker is believed to live; past it another may take over.
CREATE TABLE job (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL,
  done BIGINT NOT NULL DEFAULT 0,
  total BIGINT NOT NULL DEFAULT 0,
  unit TEXT NOT NULL,
  message TEXT NOT NULL DEFAULT '',
  cancel_wanted BIGINT NOT NULL DEFAULT 0,
  account BYTEA NOT NULL,
  role TEXT NOT NULL,
  area BIGINT NOT NULL,
  actor_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX job_waiting ON job (state, created_at);
