-- Plans: who helps whom this week, who was left out, what people decided.
--
-- A line and an unmet row repeat tier, kind and village of their need as they were when planned, so
-- that the plan's figures stay what they were shown as.

CREATE TABLE plan (
  county BIGINT NOT NULL,
  id BYTEA NOT NULL,
  number BIGINT NOT NULL,  -- 1, 2, 3 …; the highest is the one in force
  made_at BIGINT NOT NULL,
  week_of BIGINT NOT NULL,  -- Monday
  revision BIGINT NOT NULL,  -- grows with every decision
  solver TEXT NOT NULL,
  milliseconds BIGINT NOT NULL,
  is_optimal BIGINT NOT NULL,
  objective BIGINT NOT NULL,
  bound BIGINT NOT NULL,
  PRIMARY KEY (county, id)
) /* clustered */;
CREATE UNIQUE INDEX plan_by_number ON plan (county, number);

CREATE TABLE plan_line (
  county BIGINT NOT NULL,
  plan BYTEA NOT NULL,
  id BYTEA NOT NULL,
  need BYTEA NOT NULL,
  offer BYTEA NOT NULL,
  units BIGINT NOT NULL,
  slots BIGINT NOT NULL,
  distance_m BIGINT,  -- null online
  state TEXT NOT NULL,
  tier BIGINT NOT NULL,
  kind TEXT NOT NULL,
  village BIGINT NOT NULL,  -- the county's code when not known
  reasons TEXT NOT NULL,  -- JSON
  decided_at BIGINT,
  decided_by BYTEA,
  note TEXT NOT NULL,
  PRIMARY KEY (county, plan, id)
) /* clustered */;
CREATE INDEX plan_line_by_urgency ON plan_line (county, plan, tier, village, id);
CREATE INDEX plan_line_by_offer ON plan_line (county, plan, offer);

CREATE TABLE plan_unmet (
  county BIGINT NOT NULL,
  plan BYTEA NOT NULL,
  id BYTEA NOT NULL,  -- of the need, or of the refused line
  need BYTEA NOT NULL,
  units BIGINT NOT NULL,
  reason TEXT NOT NULL,
  tier BIGINT NOT NULL,
  kind TEXT NOT NULL,
  village BIGINT NOT NULL,
  facts TEXT NOT NULL,  -- JSON object
  would_help TEXT NOT NULL,  -- JSON
  PRIMARY KEY (county, plan, id)
) /* clustered */;
CREATE INDEX plan_unmet_by_urgency ON plan_unmet (county, plan, tier, village, id);

-- Weekly capacity of the cleared offers of each kind when the plan was made.
CREATE TABLE plan_kind (
  county BIGINT NOT NULL,
  plan BYTEA NOT NULL,
  kind TEXT NOT NULL,
  capacity BIGINT NOT NULL,
  PRIMARY KEY (county, plan, kind)
) /* clustered */;

-- Decided lines of the plan before that could not be kept.
CREATE TABLE plan_release (
  county BIGINT NOT NULL,
  plan BYTEA NOT NULL,
  position BIGINT NOT NULL,
  need BYTEA NOT NULL,
  offer BYTEA NOT NULL,
  units BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (county, plan, position)
) /* clustered */;

-- Pairs people refused; they are never proposed again unless the refusal is taken back.
CREATE TABLE refusal (
  county BIGINT NOT NULL,
  need BYTEA NOT NULL,
  offer BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account BYTEA NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (county, need, offer)
) /* clustered */;

-- Lines with whether their helper is cleared, now, for every day of the planned week. Whoever is
-- not must not be shown beside a child.
CREATE VIEW plan_line_now AS
SELECT l.county, l.plan, l.id, l.need, l.offer, l.units, l.slots, l.distance_m, l.state, l.tier,
  l.kind, l.village, l.reasons,
  CASE
    WHEN q.result = 'clear' AND q.queried_on <= p.week_of AND q.valid_to > p.week_of + 6 THEN 1
    WHEN q.result = 'not_required' AND o.provider_kind IN ('care_place', 'depot') THEN 1
    ELSE 0
  END AS is_cleared
FROM plan_line l
JOIN plan p ON p.county = l.county AND p.id = l.plan
JOIN offer o ON o.county = l.county AND o.id = l.offer
JOIN clearance q ON q.county = o.county AND q.offer = o.id AND q.ordinal = o.clearance;
