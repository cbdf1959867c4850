-- How people prove who they are: sessions, devices, second factors, and what guards against guessing.

-- A session is found by the hash of its token; the token itself is never stored. `id` names it to
-- its owner. `confirmed_at` is when the person last proved who they are; `has_second_factor` says
-- whether by a passkey or a one-time code.
CREATE TABLE session (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  id BYTEA NOT NULL,
  device BYTEA NOT NULL,
  method TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  has_second_factor BIGINT NOT NULL
) /* clustered */;
CREATE INDEX session_account ON session (county, account);

-- A browser somebody signed in from, known by a cookie of its own; a revoked one stays on record.
CREATE TABLE device (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  id BYTEA NOT NULL,
  token_hash BYTEA NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  revoked_at BIGINT,
  PRIMARY KEY (county, account, id)
) /* clustered */;
CREATE UNIQUE INDEX device_token ON device (county, token_hash, account);

-- Failed sign-ins since the last success of one login from one place; `bucket` is a hash of both.
CREATE TABLE sign_in_attempt (
  bucket BYTEA NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL
) /* clustered */;

-- The secret of an account's one-time codes, sealed; `last_step` is the newest 30 seconds a code
-- was taken from, so that none is taken twice. 0 in `is_on`: not confirmed by a first code yet.
CREATE TABLE one_time_code (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  secret BYTEA NOT NULL,
  is_on BIGINT NOT NULL,
  last_step BIGINT NOT NULL,
  PRIMARY KEY (county, account)
) /* clustered */;

-- Codes for the day the phone is lost, by their hash; used ones are gone.
CREATE TABLE recovery_code (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  PRIMARY KEY (county, account, code_hash)
) /* clustered */;

CREATE TABLE passkey (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  id BYTEA NOT NULL,
  credential BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  algorithm BIGINT NOT NULL,
  sign_count BIGINT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (county, account, id)
) /* clustered */;
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);

-- Something asked of a browser once: a passkey's challenge, the way back from an identity provider.
CREATE TABLE challenge (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  detail TEXT NOT NULL,
  expires_at BIGINT NOT NULL
) /* clustered */;

-- A code by which somebody sets a password of their own, once.
CREATE TABLE password_reset (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (county, account)
) /* clustered */;

-- Whom an identity provider's subject is here; bound by an administrator, never found by e-mail.
CREATE TABLE identity_link (
  county BIGINT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account BYTEA NOT NULL,
  PRIMARY KEY (county, issuer, subject)
) /* clustered */;
CREATE UNIQUE INDEX identity_link_subject ON identity_link (issuer, subject);
