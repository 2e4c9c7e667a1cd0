/** Every webhook event of the hub, for the catalogue, for filters and for the body's `type`. */
export const eventTypes = {
  'referral.routed': 'A referral was routed to your body. Fetch it from `href`, then acknowledge.',
  'referral.updated':
    'A referral that your body sent or received moved on: the other side acknowledged, decided, closed or reopened it.',
  'referral.cancelled': 'A referral in your inbox was cancelled by its sender. When you took it up, confirm.',
  'referral.recalled': 'Consent was withdrawn: stop using what you received, and confirm.',
  'referral.reminder': 'A referral waits for your acknowledgement, or its deadline passed.',
  'exception.approved':
    'Two persons decided that a case goes to a body without consent, because a life is at risk. For your data protection focal point.',
  'test.ping': 'You asked for a test event.',
} as const;

export type EventType = keyof typeof eventTypes;

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventTypes, text);
}
