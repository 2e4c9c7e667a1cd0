import type { MinorState, Operation, PriorityCode, Purpose, Slug } from '#directory';

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
  readonly at: Date;
}

const caseKinds: readonly string[] = ['referral', 'referral-update'];

/** Whether the rules of consent hold for a message. */
export function carriesCase(input: Pick<RoutingInput, 'kind' | 'carriesCase'>): boolean {
  return input.carriesCase !== false || caseKinds.includes(input.kind);
}
