/**
 * Everything that a route can ask for. A role grants some of these in its operation (`roles.ts`); an API key holds those
 * of them that systems may have (`scopes`).
 */
export const permissions = [
  'referrals:read',
  'referrals:write',
  'messages:read',
  'messages:write',
  'inbox:read',
  'inbox:write',
  'webhooks:manage',
  'directory:read',
  'evidence:read',
  'release:approve',
  'meetings:read',
  'meetings:manage',
  'minutes:approve',
  'figures:read',
  'figures:release',
  'figures:approve',
  'access:read',
  'access:oversee',
  'accountability:read',
  'accountability:report',
  'accountability:answer',
  'accountability:repatriate',
  'accountability:count',
  'provisions:acknowledge',
  'evidence:audit',
  'records:erase',
  'break-glass:request',
  'break-glass:approve',
  'keys:manage',
  'people:read',
  'people:manage',
  'hub:operate',
] as const;
export type Permission = (typeof permissions)[number];

/**
 * What an API key may hold. The rest needs a person who signed in: two keys are one administrator's in a moment, and an
 * act such as opening a case in an emergency is to be somebody's.
 */
export const scopes = [
  'referrals:read',
  'referrals:write',
  'messages:read',
  'messages:write',
  'inbox:read',
  'inbox:write',
  'webhooks:manage',
  'directory:read',
  'evidence:read',
  'release:approve',
  'meetings:read',
  'meetings:manage',
  'minutes:approve',
  'figures:read',
  'access:read',
] as const satisfies readonly Permission[];
export type Scope = (typeof scopes)[number];
