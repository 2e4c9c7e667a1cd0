import type { InputProblem, Uuid } from '#kernel';
import type { MinorState, PriorityCode, Purpose, Slug } from '#directory';
import type { Transaction } from '#platform/database';
import type { Asks } from '../domain/recipient-lifecycle';
import type { JsonObject } from '../domain/release/json';
import type { SchemaObject } from '../schema/schema-node';
import type { Marks } from './marks';

/** What a message is, in the words of OASIS EDXL-DE 2.0. */
export const distributions = ['report', 'update', 'cancel', 'request', 'response', 'acknowledgement', 'error'] as const;
export type Distribution = (typeof distributions)[number];

/** A kind's JSON Schema (draft 2020-12): every leaf carries `x-sensitivity` and `x-group`. */
export type KindSchema = SchemaObject & {
  readonly $schema: string;
  readonly $id: string;
  readonly title: string;
};

/** What the routing rules look at in a body. Codes only, nothing that tells who a person is. */
export interface KindFacts {
  readonly services?: readonly string[];
  readonly minor?: MinorState;
  /** ISO 3166-1 alpha-2. */
  readonly countries?: readonly string[];
  readonly exploitationTypes?: readonly string[];
  /** What was done for a child; asked for where the case is a minor's. */
  readonly childProcedure?: {
    readonly bestInterestsNote: boolean;
    readonly assent?: boolean;
    readonly guardian?: boolean;
  };
}

/** What a body says of a person's consent; only kinds that carry a case have one. */
export interface KindConsent {
  readonly given: 'yes' | 'no' | 'pending';
  readonly purposes: readonly Purpose[];
  readonly recipients?: readonly Slug[];
  readonly date?: string;
  readonly expires?: string;
}

/** What became of a message, for a kind that keeps something of it. */
export interface RoutedBody {
  readonly messageId: Uuid;
  readonly operationId: string;
  readonly senderId: Uuid;
  /** actual, exercise or test. */
  readonly status: string;
  readonly body: JsonObject;
  readonly at: Date;
}

/**
 * A kind of message: all that the hub needs to know to take, route, release and track it. One folder beside the others
 * exports one as `kind`; nothing else names it.
 */
export interface MessageKind {
  /** The name of its folder, e.g. `information-share`. */
  readonly name: string;
  readonly version: number;
  readonly title: string;
  /** One sentence for who chooses among the kinds. */
  readonly summary: string;
  readonly distribution: Distribution;
  readonly schema: KindSchema;
  /** What a recipient is asked for, and so what its lifecycle is. */
  readonly asks: Asks;
  /** Whether it is about a person's case, so that the rules of consent hold. */
  readonly carriesCase: boolean;
  /** What it carries is counted by itself (actions, returns of nations), so that released figures leave its recipients out. */
  readonly countedElsewhere?: true;
  /** Who receives it: whom the rules and the addressees name, or only who sent the message that it replies to. */
  readonly addressing: 'rules' | 'reply';
  /** Kinds that it may reply to. Absent: any. With `mustReply` it cannot be sent but as a reply. */
  readonly repliesTo?: readonly string[];
  readonly mustReply?: true;
  /**
   * Only for people who are let know of it: the record keeps it from every list, inbox, figure and stream of evidence, and it
   * goes by routes of its own. A deployment's kind cannot ask for it: the walls are in the record, by name.
   */
  readonly needToKnow?: true;
  /** The marks that it has when its sender gives none. */
  readonly marks: Marks;
  /** Time to acknowledge by priority (ISO 8601 durations). Absent: what the operation says. */
  readonly deadlines?: Readonly<Record<PriorityCode, string>>;
  /** Of a kind that asks for an answer: the last day for it, `YYYY-MM-DD`, where the body names one. */
  readonly answerBy?: (body: JsonObject) => string;
  readonly facts?: (body: JsonObject) => KindFacts;
  readonly consent?: (body: JsonObject) => KindConsent;
  /** What contradicts itself in a body that fits the schema. Pointers start at `/body`; no value is repeated. */
  readonly contradictions?: (body: JsonObject) => InputProblem[];
  /** As a reply: the body with what it leaves out taken from what its sender knows of the message that it replies to. */
  readonly completed?: (body: JsonObject, repliedTo: JsonObject) => JsonObject;
  /** As a reply: what it makes of the sender's own part in the message that it answers. */
  readonly settles?: (body: JsonObject) => 'completed' | 'in_progress';
  /** Keeps what others are to find by it; runs once, in the transaction that routes it. */
  readonly applied?: (tx: Transaction, routed: RoutedBody) => Promise<void>;
}
