/** Why a time stamp does not count. */
export type TimestampFault =
  /** It is not what RFC 3161 has. */
  | 'unreadable'
  /** The authority granted none. */
  | 'not_granted'
  /** It is over something else. */
  | 'imprint'
  /** It answers another request: it is an old one, or somebody else's. */
  | 'nonce'
  /** It is not signed by whom it names, or no trusted authority stands behind that one. */
  | 'signature'
  /** Who signed it may not sign time stamps. */
  | 'purpose';

/** Its message is for people and logs; nothing of the answer is in it. */
export class TimestampRefused extends Error {
  constructor(
    readonly fault: TimestampFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'TimestampRefused';
  }
}
