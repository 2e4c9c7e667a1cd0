import type { SignedCheckpoint } from '../checkpoint';

export type FaultCode =
  /** The file is not an export, or a line of it is not as the hub writes it. */
  | 'unreadable'
  /** The key is not one that was asked for, or is damaged. */
  | 'key'
  /** No known key signed the checkpoint. */
  | 'signature'
  /** Something else stands where an entry must be: it was taken out, moved or put in. */
  | 'place'
  /** The entry is not the one that was sealed. */
  | 'content'
  /** The entries since the last checkpoint are not those that were sealed. */
  | 'root'
  /** The end is missing. */
  | 'truncated'
  /** Something follows the end. */
  | 'beyond'
  /** The log is shorter than at a checkpoint that the reader kept: its end was cut off. */
  | 'shorter-than-kept'
  /** The log is another one than at a checkpoint that the reader kept: it was rewritten. */
  | 'other-than-kept'
  /** The entries about the place of a kept checkpoint are hidden together. */
  | 'kept-within-hidden'
  /** A time stamp does not count: it is over another checkpoint, or not by an authority that was named. */
  | 'timestamp';

/** The first thing that is wrong with an export. */
export interface Fault {
  readonly code: FaultCode;
  /** The line of the file, from 1. */
  readonly line: number;
  /** The first entry that is bad; where only a run of them can be told, `upTo` is its last. */
  readonly index?: number;
  readonly upTo?: number;
  readonly why: string;
}

/** A checkpoint that an authority outside of the hub stamped. */
export interface StampedCheckpoint {
  readonly size: number;
  /** The time that the authority vouches for; absent where nobody checked the stamp. */
  readonly at?: Date;
}

export type Verdict =
  | {
      readonly ok: true;
      readonly checkpoint: SignedCheckpoint;
      /** Entries that were read, and places whose entries the export hides. */
      readonly entries: number;
      readonly hidden: number;
      /** Sizes of the kept checkpoints that the log goes on from. */
      readonly goesOnFrom: readonly number[];
      /** The time stamps of the export, in its order. */
      readonly timestamps: readonly StampedCheckpoint[];
    }
  | { readonly ok: false; readonly fault: Fault };
