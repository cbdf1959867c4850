// What the server's operations take and give. The names follow docs/glossary.md.

export type Role = 'director' | 'supervisor' | 'county' | 'ngo_coordinator' | 'administrator';
export type Place = { code: number; name: string };
export type Session = {
  account: string;
  name: string;
  role: Role;
  area: Place;
  county: Place;
  synthetic: boolean;
  today: string;
};
export type PublicInfo = { name: string; version: string; synthetic: boolean };

export type Tier = 1 | 2 | 3 | 4;
export type FigureKey =
  | 'children'
  | 'needs_open'
  | 'needs_served'
  | 'needs_unmet'
  | 'offers'
  | 'offers_not_cleared'
  | 'capacity_weekly';
export type AttentionKey =
  | 'plan_missing'
  | 'plan_to_review'
  | 'urgent_unmet'
  | 'clearance_expired'
  | 'clearance_expiring'
  | 'import_rejects'
  | 'children_without_village'
  | 'conflicts';
export type VillagePoint = {
  code: number;
  name: string;
  township: string;
  latitude: number;
  longitude: number;
  children: number;
  needs: number;
  unmet: number;
};
export type ShareByTownship = { code: number; name: string; units: number; served: number };
export type ShareByTier = { tier: Tier; units: number; served: number };
export type ShareByKind = { kind: string; units: number; served: number; capacity: number };
export type Home = {
  today: string;
  figures: { key: FigureKey; value: number }[];
  attention: { key: AttentionKey; count: number; link: string }[];
  townships: { code: number; name: string; children: number; needs: number; served: number }[];
  tiers: { tier: Tier; needs: number; served: number }[];
  kinds: { kind: string; needs: number; served: number; capacity: number }[];
  villages: VillagePoint[];
  plan: PlanSummary | null;
};

export type SheetKind = 'division' | 'school' | 'child' | 'need' | 'offer';
export type Field = { name: string; required: boolean };
export type ColumnMapping = { column: number; header: string; field: string | null; samples: string[] };
export type SheetMapping = {
  sheet: string;
  kind: SheetKind | null;
  header_row: number;
  columns: ColumnMapping[];
};
export type ImportState = 'uploaded' | 'inspected' | 'running' | 'checked' | 'done' | 'failed' | 'cancelled';
export type Reject = {
  sheet: string;
  row: number;
  column: string;
  field: string;
  reason: string;
  detail: string;
  value: string;
};
export type ImportCounts = {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  warnings: number;
  skipped: number;
};
export type Import = {
  id: string;
  file: string;
  size_bytes: number;
  state: ImportState;
  created_at: string;
  dry_run: boolean;
  sheets: SheetMapping[];
  progress: { bytes_done: number; bytes_total: number; rows: number };
  counts: ImportCounts;
  rejects: Reject[];
  warnings: Reject[];
  problem: { reason: string; field: string; detail: string } | null;
  job: string | null;
};

export type Job = {
  id: string;
  kind: 'import' | 'plan';
  subject: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  unit: 'bytes' | 'needs' | 'steps';
  message: string;
};

export type Sex = 'male' | 'female' | 'unknown' | 'unspecified';
export type ChildRow = {
  id: string;
  name: string;
  sex: Sex;
  born_on: string | null;
  age: number | null;
  village: Place | null;
  township: string | null;
  school: string | null;
  grade: string | null;
  id_number_masked: string | null;
  needs_open: number;
};
export type FactValue = string | number | boolean | null | string[];
export type Fact = {
  kind: string;
  value: Record<string, FactValue>;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  recorded_at: string;
};
export type Relation = {
  role: 'father' | 'mother' | 'carer' | 'guardian';
  name: string;
  phone_masked: string | null;
  place: string | null;
  relation: string | null;
  source: string;
};
export type Source = { file: string; sheet: string; row: number; at: string };
export type Child = ChildRow & {
  student_number_masked: string | null;
  ethnicity: string | null;
  relations: Relation[];
  facts: Fact[];
  needs: Need[];
  sources: Source[];
  conflicts: string[];
};
export type Unmasked = {
  id_number: string | null;
  student_number: string | null;
  phones: { role: string; phone: string }[];
};

export type NeedStatus = 'open' | 'matched' | 'in_service' | 'met' | 'partly' | 'not_met' | 'withdrawn';
export type Need = {
  id: string;
  child: { id: string; name: string };
  kind: string;
  tier: Tier;
  units_weekly: number;
  slots: string[];
  village: Place | null;
  sex_rule: 'any' | 'female' | 'male';
  opened_on: string | null;
  status: NeedStatus;
  note: string | null;
};
export type Clearance = {
  result: 'clear' | 'not_clear' | 'pending' | 'none' | 'not_required';
  queried_on: string | null;
  valid_to: string | null;
  valid_today: boolean;
};
export type Offer = {
  id: string;
  code: string;
  name: string;
  provider_kind: string;
  sex: string;
  kinds: string[];
  online: boolean;
  village: Place | null;
  radius_km: number | null;
  slots: string[];
  capacity_weekly: number;
  used: number;
  clearance: Clearance;
  trained: boolean | null;
};

export type Words = { key: string; values: Record<string, string | number> };
export type UnmetReason =
  | 'no_offer_of_kind'
  | 'only_uncleared'
  | 'out_of_reach'
  | 'no_common_slot'
  | 'sex_rule'
  | 'language'
  | 'reachable_full'
  | 'no_place'
  | 'refused';
export type PlanState = 'running' | 'proposed' | 'accepted' | 'superseded' | 'failed';
export type PlanSummary = {
  id: string;
  made_at: string;
  week_of: string;
  state: PlanState;
  needs: number;
  units: number;
  units_served: number;
  lines: number;
  accepted: number;
  refused: number;
  pinned: number;
  released: number;
  withheld: number;
  travel_km: number;
  tiers: ShareByTier[];
  townships: ShareByTownship[];
  kinds: ShareByKind[];
  unmet_reasons: { reason: UnmetReason; units: number }[];
  solver: { name: string; milliseconds: number; optimal: boolean; objective: number; bound: number };
};
export type LineState = 'proposed' | 'accepted' | 'refused' | 'pinned';
export type Decision = 'accept' | 'refuse' | 'pin' | 'reset';
export type PlacedVillage = { code: number; name: string; latitude: number; longitude: number };
export type PlanLine = {
  id: string;
  need: Need;
  offer: {
    id: string;
    code: string;
    name: string;
    provider_kind: string;
    village: PlacedVillage | null;
    online: boolean;
  };
  child_village: PlacedVillage | null;
  units: number;
  slots: string[];
  distance_m: number | null;
  state: LineState;
  reasons: Words[];
};
export type Unmet = {
  need: Need;
  units: number;
  reason: UnmetReason;
  values: Record<string, string | number>;
  would_help: Words[];
};
export type MapLine = {
  from: [number, number];
  to: [number, number];
  tier: Tier;
  kind: string;
  units: number;
};
export type Division = { code: number; name: string; level: 'county' | 'township' | 'village'; parent: number };
export type PageOf<Item> = { items: Item[]; next: string | null; total?: number };
