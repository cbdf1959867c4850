-- Who helps, and whether they may be with children.

CREATE TABLE offer (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  code TEXT NOT NULL,  -- the office's own number; empty when it gave none
  name TEXT NOT NULL,
  provider_kind TEXT NOT NULL,
  sex BIGINT NOT NULL,  -- GB/T 2261.1
  kinds BIGINT NOT NULL,  -- a set: bit = position in care::NeedKind
  is_online BIGINT NOT NULL,
  village BIGINT,
  radius_m BIGINT,
  slots BIGINT NOT NULL,
  capacity_weekly BIGINT NOT NULL,
  languages TEXT NOT NULL,  -- ISO 639 codes, space between; empty: Mandarin
  is_trained BIGINT,
  phone TEXT NOT NULL,
  clearance BIGINT NOT NULL,  -- ordinal of the clearance that counts
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX offer_by_code ON offer (county, code, id);

-- Every query about a provider; only its result and receipt number, never what it found.
CREATE TABLE clearance (
  county BIGINT NOT NULL,
  offer BYTEA NOT NULL,
  ordinal BIGINT NOT NULL,
  result TEXT NOT NULL,
  queried_on BIGINT,
  valid_to BIGINT,  -- first day it no longer counts
  reference TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (county, offer, ordinal)
) /* clustered */;
