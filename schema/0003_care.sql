-- What children need. The child, its name and its village are the registry's; a need is seen by
-- whoever may see where its child lives.

CREATE TABLE need (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  child BYTEA NOT NULL,
  kind TEXT NOT NULL,
  tier BIGINT NOT NULL,  -- 1 most urgent … 4 can wait
  units_weekly BIGINT NOT NULL,
  slots BIGINT NOT NULL,  -- bit 3 × day + part; Monday 0; morning, afternoon, evening
  sex_rule TEXT NOT NULL,
  language TEXT NOT NULL,  -- ISO 639, empty when any will do
  previous_helper TEXT NOT NULL,
  opened_on BIGINT NOT NULL,
  status TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE INDEX need_by_urgency ON need (county, tier, opened_on, id);
CREATE INDEX need_by_child ON need (county, child, tier, kind, status);
