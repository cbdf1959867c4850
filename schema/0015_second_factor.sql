-- What people are told about their own sign-in, and the way back to a lost second factor.

-- Something odd or changed about how an account signs in, shown to its owner until acknowledged.
-- `session` is the one it was done in: its owner knows, the others are told. `detail` is a number
-- of tries, the name of a browser or passkey.
CREATE TABLE sign_in_notice (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  session BYTEA NOT NULL,
  at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  PRIMARY KEY (county, account, id)
) /* clustered */;

-- A code by which somebody removes their own lost second factors, once, beside the password.
CREATE TABLE factor_reset (
  county BIGINT NOT NULL,
  account BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (county, account)
) /* clustered */;
