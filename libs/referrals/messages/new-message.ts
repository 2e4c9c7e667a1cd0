import type { Uuid } from '#kernel';
import type { Marks, MessageStatus, Priority } from '#messages';

/** A message as its sender writes it. What is left out has the kind's or the hub's default. */
export interface NewMessage {
  /** An id that was chosen before, by whoever must write of the message first. Absent: a new one. */
  readonly id?: Uuid;
  readonly kind: string;
  /** The operation's id, for example `afghanistan`. */
  readonly operation: string;
  readonly priority: Priority;
  /** Exercise and test messages go the same way and count nowhere. Absent: as what it replies to, or actual. */
  readonly status?: MessageStatus;
  /** Bodies it is addressed to. Absent: the other side of what it replies to; of a new thread, whom the rules name. */
  readonly to?: readonly string[];
  readonly keywords?: readonly string[];
  /** ISO 3166-1 alpha-2: the target area. */
  readonly areas?: readonly string[];
  /** BCP 47. */
  readonly language?: string;
  readonly marks?: Partial<Marks>;
  /** For people who choose what to open. No personal data. */
  readonly subject?: string;
  readonly expiresAt?: Date;
  readonly inReplyTo?: Uuid;
  /** An earlier message of the same kind that this one takes the place of. */
  readonly supersedes?: Uuid;
  /** The consent record that a case rests on. Absent: one is made of the body's own section when it is submitted. */
  readonly consentId?: Uuid;
  /** The message of another body that this one refers onward, on the consent that it came on. */
  readonly onwardOf?: Uuid;
  readonly body: unknown;
  /** The row that an import read it from. */
  readonly importKey?: Buffer;
}
