import {
  caseKinds,
  type CapacityStatus,
  type Classification,
  type FieldGroup,
  type MinorState,
  type Operation,
  type PriorityCode,
  type Purpose,
  type ServiceCode,
  type Slug,
  type Tlp,
} from '#directory';

/** What the rules look at in a message. Codes only, nothing that tells who the person is. */
export interface RoutingFacts {
  readonly services: readonly string[];
  readonly minor: MinorState;
  /** ISO 3166-1 alpha-2 codes of countries that the case touches. */
  readonly countries?: readonly string[];
  /** Codes of `vic_TypeOfExploitation` (HTCDS 2.0). */
  readonly exploitationTypes?: readonly string[];
  readonly keywords?: readonly string[];
  readonly priority: PriorityCode;
  /** How far the procedure for children has come. Absent: not begun. */
  readonly childProcedure?: ChildProcedure;
}

/** What was done for a child before its case is sent on. */
export interface ChildProcedure {
  /** Whether somebody wrote down why this is in the child's best interests. */
  readonly bestInterestsNote: boolean;
  /** Whether the child agreed. */
  readonly assent?: boolean;
  /** Whether a guardian is known who agreed for the child. */
  readonly guardian?: boolean;
}

/** One part of a consent: which bodies may have which groups of fields, and for what. */
export interface ConsentGrant {
  /** Bodies that it names. Absent: none in particular, which is never enough for a police or security body. */
  readonly recipients?: readonly Slug[];
  /** Groups of fields that it covers. Absent: all of them. */
  readonly groups?: readonly FieldGroup[];
  readonly purposes: readonly Purpose[];
  /** Last day (`YYYY-MM-DD`, in the operation's time zone) on which it holds. Absent: as long as the consent does. */
  readonly expires?: string;
}

/** What the person agreed to, as far as release depends on it. */
export interface ConsentFacts {
  readonly given: 'yes' | 'no' | 'pending';
  readonly purposes: readonly Purpose[];
  /** Bodies that the consent names. Absent: it names none in particular; empty: it covers none. */
  readonly recipients?: readonly Slug[];
  /** Day (`YYYY-MM-DD`) on which it was given. */
  readonly date?: string;
  /** Last day (`YYYY-MM-DD`, in the operation's time zone) on which it holds. Absent: until withdrawn. */
  readonly expires?: string;
  /** The consent part by part. Where it is given, `purposes` and `recipients` mean nothing. */
  readonly grants?: readonly ConsentGrant[];
}

/** The handling marks of a message. */
export interface HandlingMarks {
  readonly tlp: Tlp;
  readonly classification: Classification;
}

/** A decision of two persons that one body may have a case without consent, because a life is at risk. */
export interface RiskToLifeException {
  readonly id: string;
  readonly body: Slug;
  /** Groups of fields that it covers; never more than the body's profile. */
  readonly groups: readonly FieldGroup[];
  readonly expiresAt: Date;
}

export interface RoutingInput {
  readonly operation: Operation;
  readonly kind: string;
  readonly sender: Slug;
  readonly facts: RoutingFacts;
  /** Bodies that the sender addressed. Absent or empty: the rules alone decide. */
  readonly addressees?: readonly Slug[];
  readonly consent?: ConsentFacts;
  /**
   * Whether the message is about a person's case, so that the rules of consent hold. Absent: yes. A referral and its
   * updates always are, whatever is said here.
   */
  readonly carriesCase?: boolean;
  /** Absent: TLP AMBER, UNCLASSIFIED. */
  readonly marks?: HandlingMarks;
  /** Approved exceptions for this message; whether one still holds is asked at `at`. */
  readonly exceptions?: readonly RiskToLifeException[];
  /** What bodies last said of their capacity, by body and service. Absent: nobody said anything. */
  readonly capacities?: Readonly<Record<Slug, Readonly<Partial<Record<ServiceCode, CapacityStatus>>>>>;
  readonly at: Date;
}

/** Whether the rules of consent hold for a message. */
export function carriesCase(input: Pick<RoutingInput, 'kind' | 'carriesCase'>): boolean {
  return input.carriesCase !== false || caseKinds.includes(input.kind);
}
