/** Every webhook event of the hub, for the catalogue, for filters and for the body's `type`. */
export const eventTypes = {
  'referral.routed': 'A referral was routed to your body. Fetch it from `href`, then acknowledge.',
  'referral.updated':
    'A referral that your body sent or received moved on: the other side acknowledged, decided, closed or reopened it.',
  'referral.cancelled': 'A referral in your inbox was cancelled by its sender. When you took it up, confirm.',
  'referral.recalled': 'Consent was withdrawn: stop using what you received, and confirm.',
  'referral.erased':
    'The hub erased the content of a referral in your inbox. Erase your copies, and confirm as you confirm a recall.',
  'referral.reminder':
    'A referral waits for your acknowledgement, your decision or your news; or, if you sent it, for those of a recipient. `step` says which reminder it is.',
  'referral.escalated':
    'You coordinate: a body let its deadline pass by a quarter, and the item is requested for the next meeting. `href` lists such requests, without content.',
  'message.routed': 'A message of another kind was routed to your body. Fetch it from `href`, then acknowledge.',
  'message.updated': 'A message of another kind that your body sent or received moved on.',
  'message.cancelled':
    'A message of another kind in your inbox was cancelled by its sender. When you took it up, confirm.',
  'message.recalled': 'A message of another kind was recalled: stop using what you received, and confirm.',
  'message.erased':
    'The hub erased the content of a message of another kind in your inbox. Erase your copies, and confirm.',
  'message.reminder':
    'A message of another kind waits for your acknowledgement; or, if you sent it, for that of a recipient.',
  'exception.approved':
    'Two persons decided that a case goes to a body without consent, because a life is at risk. For your data protection focal point.',
  'minutes.published':
    'Minutes of a meeting stand, or were amended. Fetch the message from `href`, acknowledge, and read them in the hub.',
  'action.assigned':
    'A meeting asks your body to do something. Fetch it from `href`, acknowledge, and report when it is done.',
  'meeting.scheduled': 'Your body is invited to a meeting, or to a series of them. `href` says when and where.',
  'meeting.changed': 'A meeting of your body was moved, or changed otherwise. `href` says how it stands now.',
  'meeting.cancelled': 'A meeting of your body does not take place, or a series of them ends.',
  'endpoint.disabled':
    'The hub disabled another webhook endpoint of your body: what is for it is held. `href` says why; repair it and make it active.',
  'test.ping': 'You asked for a test event.',
} as const;

export type EventType = keyof typeof eventTypes;

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventTypes, text);
}

/** What can happen to a message at a recipient. */
export type Happening = 'routed' | 'updated' | 'cancelled' | 'recalled' | 'erased' | 'reminder';

/** The event that tells of it: referrals have events of their own, all other kinds share theirs. */
export function eventTypeFor(kind: string, happening: Happening): EventType {
  if (happening === 'routed' && kind === 'action-item') return 'action.assigned';
  if (happening === 'routed' && kind === 'minutes') return 'minutes.published';
  return kind === 'referral' ? `referral.${happening}` : `message.${happening}`;
}

/** Whether an event may bring content to a body that received the message. A recall, say, only takes it away. */
export function bringsContent(type: EventType): boolean {
  return tellsOfRouting(type) || type === 'referral.updated' || type === 'message.updated';
}

/** Whether an event hands a message over to a recipient, of whatever kind it is. */
export function tellsOfRouting(type: string): boolean {
  return (
    type === 'referral.routed' ||
    type === 'message.routed' ||
    type === 'action.assigned' ||
    type === 'minutes.published'
  );
}
