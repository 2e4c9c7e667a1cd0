import type { Uuid } from '#kernel';
import type { RowProblem } from './hub-api.types';

// What nations answer for: returns, training, provisions, allegations.

/** A draft of a return that came from a table, or what is wrong with the lines of the table. */
export interface ReturnImport {
  /** The draft that was made; null where a line is wrong, or the file was imported before. */
  readonly created: ImportedReturn | null;
  /** The draft that this file made before. */
  readonly existing: ImportedReturn | null;
  readonly problems: readonly RowProblem[];
}

export interface ImportedReturn {
  readonly id: Uuid;
  readonly reference: string;
}

/** The file of a nation's figures, and how it answers the request. */
export interface ReturnFile {
  readonly request: Uuid;
  /** Only its ending counts: .xlsx or .csv. */
  readonly name: string;
  readonly content: Buffer;
  /** Whether it is the whole return; otherwise a part. */
  readonly final: boolean;
  /** The return whose place it takes. */
  readonly supersedes?: Uuid;
}

/** How far one rank group is trained in one course, in people. */
export interface CourseCoverage {
  readonly course: string;
  readonly beforeDeployment: number;
  readonly inDeployment: number;
  readonly counting: number;
  readonly expired: number;
  readonly expiring: number;
  readonly gap: number;
  /** 0 to 1; null where the group has nobody. */
  readonly coverage: number | null;
}

export interface GroupCoverage {
  readonly rankGroup: string;
  readonly strength: number;
  readonly anyCourse: { readonly atLeast: number; readonly atMost: number };
  readonly courses: readonly CourseCoverage[];
}

export interface NationCoverage {
  readonly organisation: string;
  /** The return on which it rests; null: none is about a time up to the day. */
  readonly return: { readonly reference: string; readonly from: string; readonly to: string } | null;
  readonly groups: readonly GroupCoverage[];
}

export interface TrainingCoverage {
  readonly operation: string;
  readonly on: string;
  readonly nations: readonly NationCoverage[];
  /** All nations that returned something, added up. */
  readonly total: readonly GroupCoverage[];
}

/** A provision of the policy, in the version that is in force. */
export interface ProvisionInForce {
  readonly id: string;
  readonly version: number;
  readonly effect: 'permits' | 'forbids';
  readonly text: string;
  readonly source: string;
  readonly since: string;
  readonly dueAt: string;
}

/** How a unit stands to each provision in force. */
export interface UnitRow {
  readonly unit: string;
  readonly name: string;
  readonly organisation: string;
  readonly own: boolean;
  readonly provisions: readonly {
    readonly provision: string;
    readonly version: number;
    readonly state: 'acknowledged' | 'due' | 'overdue';
    readonly acknowledgedAt: string | null;
    readonly lastVersion: number | null;
  }[];
}

export interface ProvisionMatrix {
  readonly operation: string;
  readonly provisions: readonly ProvisionInForce[];
  readonly units: readonly UnitRow[];
}

/** What a commander read, for a unit. */
export interface ProvisionsRead {
  readonly operation: string;
  readonly unit: string;
  readonly provisions: readonly { readonly id: string; readonly version: number }[];
}

/** A notice on accountability in a list: how it stands, and no word of what is alleged. */
export interface NoticeSummary {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly side: 'sender' | 'authority';
  readonly sender: string;
  readonly nation: string | null;
  readonly authority: string | null;
  readonly state: string;
  readonly status: string;
  readonly priority: string;
  readonly sentAt: string | null;
  readonly dueAt: string | null;
  readonly answerDueAt: string | null;
  readonly overdue: boolean;
  readonly nationStatus: string | null;
  readonly proceedings: string | null;
  readonly repatriationRequestedAt: string | null;
  readonly repatriatedAt: string | null;
  readonly legal: readonly string[];
}

export interface NoticeView extends NoticeSummary {
  readonly body: unknown;
  readonly reporter: unknown;
  readonly victimReferral: string | null;
  readonly repatriationReason: string | null;
  readonly people: readonly KnowingPerson[];
}

/** Somebody of the sender who was let know. */
export interface KnowingPerson {
  readonly displayName: string;
  readonly email: string;
  readonly addedAt: string;
}

export interface NoticeQuery {
  readonly operation?: string;
  readonly nationStatus?: string;
  readonly cursor?: string;
  readonly limit?: number;
}
