// What the server's operations take and give: names for the types generated from its OpenAPI document (`npm run types`).
// Here stands only what that document cannot say.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Policy = Schemas['Policy'];
export type Security = Schemas['Security'];
export type SignInNotice = Schemas['NoticeLine'];
export type ProviderAddress = Schemas['ProviderAddress'];
export type PasskeyQuestion = Schemas['PasskeyQuestion'];
export type PasskeyAnswer = Schemas['PasskeyAnswer'];
export type PasskeyOffer = Schemas['PasskeyOffer'];
export type CodeEnrolment = Schemas['CodeEnrolment'];
export type RecoveryCodes = Schemas['RecoveryCodes'];
export type PublicInfo = Schemas['Public'];
export type Place = Schemas['Place'];
export type Division = Schemas['Division'];
export type Job = Schemas['Job'];

export type Home = Schemas['Home'];
export type VillagePoint = Schemas['VillageFigures'];

/// The kinds in the order in which files must go in.
export type SheetKind = 'division' | 'school' | 'child' | 'need' | 'offer' | 'summary';
export type Field = Schemas['ImportField'];
export type ColumnMapping = Schemas['ColumnMapping'];
export type SheetMapping = Schemas['SheetMapping'];
export type Import = Schemas['Import'];
export type Reject = Schemas['Finding'];
export type ListRole = Schemas['ListRole'];
export type ListChange = Schemas['ListChange'];
export type ChangedRow = Schemas['ChangedRow'];
export type SavedMapping = Schemas['SavedMapping'];
export type SentList = Schemas['SentList'];
export type Comparison = Schemas['Comparison'];
export type ComparedChild = Schemas['ComparedChild'];
export type ComparedSet = Schemas['ComparedSet'];
export type ExportKind = Schemas['ExportKind'];
export type ExportView = Schemas['ExportView'];

export type ChildRow = Schemas['ChildRow'];
export type Child = Schemas['Child'];
export type Sex = Schemas['Sex'];
export type MatchKind = Schemas['MatchKind'];
export type FoundChild = Schemas['FoundChild'];
export type FoundPage = Schemas['FoundPage'];
export type Registration = Schemas['Registration'];
export type RegistrationCheck = Schemas['RegistrationCheck'];
export type LikelyChild = Schemas['LikelyChild'];
export type Registered = Schemas['Registered'];
export type Fact = Schemas['Fact'];
export type FactSubject = Schemas['FactSubject'];
export type FactKind = Schemas['FactKind'];
export type FactKinds = Schemas['FactKinds'];
export type FactMember = Schemas['FactMember'];
export type RuleAnswer = Schemas['RuleAnswer'];
export type Scheme = Schemas['Scheme'];
export type OfferedSchemes = Schemas['OfferedSchemes'];
export type FactQuestion = Schemas['FactQuestion'];
export type TurnChange = Schemas['TurnChange'];
export type StatusRule = Schemas['StatusRule'];
export type ChildStatus = Schemas['ChildStatus'];
export type ChildStatuses = Schemas['ChildStatuses'];
export type StatusCounts = Schemas['StatusCounts'];
export type UnsettledChild = Schemas['UnsettledChild'];
export type RuleCheck = Schemas['RuleCheck'];
export type RuleEffect = Schemas['RuleEffect'];
export type RuleSchemeEffect = Schemas['RuleSchemeEffect'];
export type MovedChildren = Schemas['MovedChildren'];
export type RulePack = Schemas['RulePack'];
export type RulePacks = Schemas['RulePacks'];
export type FactEntryAnswer = Schemas['FactEntry'];
export type TimeLine = Schemas['TimeLine'];
export type TimeEvent = Schemas['TimeEvent'];
export type ChildState = Schemas['ChildState'];
/// A member of a fact may also be a list of codes.
export type FactValue = string | number | boolean | null | string[];
export type Duplicate = Schemas['Duplicate'];
export type DuplicateList = Schemas['DuplicateList'];
export type LinkStart = Schemas['LinkStart'];
export type Merge = Schemas['Merge'];
export type MergeList = Schemas['MergeList'];
export type Unmasked = Schemas['Unmasked'];

export type Consents = Schemas['Consents'];
export type PurposeConsents = Schemas['PurposeConsents'];
export type ConsentTexts = Schemas['ConsentTexts'];
export type ConsentText = Schemas['ConsentText'];

export type EmergencyAccess = Schemas['EmergencyAccess'];
export type OpenedRecord = Schemas['OpenedRecord'];
export type EmergencyReviews = Schemas['EmergencyReviews'];
export type EmergencyReview = Schemas['EmergencyReview'];
export type Assignees = Schemas['AssigneeList'];
export type Assignments = Schemas['AssignmentList'];
export type ShieldedPlaces = Schemas['ShieldedPlaces'];
export type Erasure = Schemas['Erasure'];
export type Erasures = Schemas['ErasureList'];
export type ErasureCertificate = Schemas['ErasureCertificate'];
export type ErasureStanding = Schemas['ErasureStanding'];
export type WaitingErasures = Schemas['WaitingErasures'];
export type ManagedAccount = Schemas['ManagedAccount'];
export type ManagedAccounts = Schemas['ManagedAccountList'];
export type HandOver = Schemas['HandOver'];
export type AssignedChildren = Schemas['AssignedChildList'];
export type AuditFigures = Schemas['AuditFigures'];
export type ConflictsOfInterest = Schemas['ConflictsOfInterest'];
export type Corrections = Schemas['Corrections'];
export type CountyCard = Schemas['CountyCard'];
export type Handover = Schemas['Handover'];
export type HandoverFile = Schemas['HandoverFile'];
export type HandoverPeers = Schemas['HandoverPeers'];
export type HandoverPreview = Schemas['HandoverPreview'];
export type Handovers = Schemas['Handovers'];
export type TakenLetters = Schemas['TakenLetters'];
export type Worklist = Schemas['Worklist'];
export type Worklists = Schemas['Worklists'];
export type Correction = Schemas['Correction'];
export type JournalEntry = Schemas['JournalEntry'];
export type RecordRead = Schemas['RecordRead'];
export type JournalStatus = Schemas['JournalStatus'];

export type Need = Schemas['Need'];
export type NeedStatus = Schemas['NeedStatus'];
export type Offer = Schemas['Offer'];
export type Clearance = Schemas['Clearance'];

export type PlanSummary = Schemas['PlanSummary'];
export type PlanLine = Schemas['PlanLine'];
export type LineState = Schemas['LineState'];
export type Decision = Schemas['Decision'];
export type Unmet = Schemas['Unmet'];
export type MapLine = Schemas['MapLine'];
/// A translation key and what fills its gaps.
export type Words = Schemas['Sentence'];

export type PageOf<Item> = { items: Item[]; next: string | null; total?: number };
