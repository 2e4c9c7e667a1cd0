import { ref, type Schema } from './schemas/schema';

export const title = 'Liaison Hub API';
/** Of the interface, not of the program: `/v1` and this document move together. */
export const version = '1.0.0';

export const description = `
Referrals between agencies against trafficking in human beings: one body writes a referral, the rules of the operation
decide who receives which part of it, and every recipient acknowledges, decides and reports back.

## Sign in
Send an API key of your body with every request: \`Authorization: Bearer lh_…\`. A key has scopes; each operation below
names the one that it needs (in the document \`x-permission\`). Only the operations marked \`public\` need no key.
People sign in at \`POST /v1/session\` and have a cookie; their roles allow what keys' scopes allow systems.

A key that is right and of no use any more is told why, with 401: \`credential_expired\`, \`credential_revoked\`,
\`credential_replaced\` (it was rotated), \`address_not_allowed\`. What no key is answers \`unauthenticated\`.

A system with a key pair signs in without a shared secret: it is registered with its public keys
(\`POST /v1/oauth-clients\`), and gets access tokens for ten minutes at \`POST /oauth/token\` (OAuth 2.0 client credentials,
\`private_key_jwt\`; \`/.well-known/oauth-authorization-server\`). A token is sent as a key is, and has the client's scopes.

## Your first referral
1. \`GET /v1/me\` tells whose key you use, \`GET /v1/operations\` where your body takes part.
2. \`POST /v1/referrals\` keeps a draft. \`GET /v1/referrals/{id}/preview\` tells what each body would see, and why not.
3. \`POST /v1/referrals/{id}/submit\` sends it. \`GET /v1/referrals/{id}\` tells how it stands at each recipient.

## Your first receipt
1. \`GET /v1/inbox?after=0&wait=20\` lists what was sent to your body; keep \`next\` for the next call.
2. \`GET /v1/inbox/{messageId}\` reads it, \`POST …/acknowledge\` takes it up, \`POST …/decision\` decides.
3. Webhooks only tell you sooner: they carry ids, content only encrypted to your key, and the inbox holds everything without them.

## More than referrals
\`GET /v1/message-kinds\` lists what else can be sent: updates of a case, information, questions and their answers,
capacities. \`POST /v1/messages\` sends each of them; they are routed, released and tracked like referrals.

## Repeat safely
Send \`Idempotency-Key\` (a UUID will do) with every POST. The same key with the same body gets the same answer, however
often; with another request it gets 409 \`idempotency_key_reused\`. An import is safe without one: the same rows create nothing new.

## When it fails
Every refusal is \`application/problem+json\` (RFC 9457). Decide by its stable \`code\`; \`errors\` names each wrong place
of the input by JSON pointer. Unknown fields are refused. After 500, 503 or no answer, send the same request again with
the same \`Idempotency-Key\`; 503 says when (\`Retry-After\`).

What is not yours answers 404, like what does not exist: nobody learns from the hub that a record exists.

## Lists
A list is \`{"data": [], "next": "…"}\`. Give \`next\` as the cursor of the next call; \`null\` means that there is no more.

## Change what others may change
What people edit has an \`ETag\`. Send it back as \`If-Match\`: 412 \`stale_version\` when somebody was faster, 428
\`version_required\` when you leave it out.

## Conventions
Ids are UUIDv7. Times are ISO 8601 in UTC. Later versions may add members and codes: ignore what you do not know. Every answer
has \`X-Request-Id\`; name it when you ask for help. JSON bodies are at most 1 MiB.

## Verify webhooks
Webhooks follow Standard Webhooks 1.0: \`webhook-signature\` signs \`{webhook-id}.{webhook-timestamp}.{body}\`, as \`v1\`
with the secret that you were shown once (HMAC-SHA-256), and as \`v1a\` (Ed25519) with the keys of
\`/.well-known/webhook-jwks.json\`. Refuse what is older than five minutes. Answer 2xx at once and work afterwards; the
same \`webhook-id\` can come twice. Redirects are not followed.
`.trim();

export const tags: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'referrals', description: 'What your body sends: drafts, previews, submissions, and how it stands.' },
  { name: 'messages', description: 'Messages of every kind, their threads, and which kinds there are.' },
  {
    name: 'consents',
    description: 'What persons agreed to: recorded once, rested on by referrals, withdrawn at once.',
  },
  {
    name: 'release exceptions',
    description: 'One body may have a case without consent, because a life is at risk: two persons decide.',
  },
  {
    name: 'erasures',
    description: 'Content is erased for good, with its keys: one person asks, another decides.',
  },
  {
    name: 'break-glass',
    description: 'All of one record for one person, for an hour at most, in an emergency: two persons of two bodies.',
  },
  {
    name: 'accountability',
    description: 'Allegations against personnel of a nation: seen by those who were let know, and by its authority.',
  },
  { name: 'inbox', description: 'What was sent to your body: read, acknowledge, decide, report back.' },
  {
    name: 'attachments',
    description: 'Files of a message: attached to a draft, released by group of fields, downloaded.',
  },
  { name: 'webhook endpoints', description: 'Where the hub tells you that something happened, and how to verify it.' },
  { name: 'systems', description: 'What your systems sign in with: made, rotated and revoked by your focal points.' },
  { name: 'people', description: 'Signing in and out, and who one is: a body by its key, or a person.' },
  { name: 'directory', description: 'Operations, bodies and their agreements.' },
  { name: 'routing rules', description: 'Who receives what, and why; what a change of the rules would change.' },
  { name: 'provisions', description: 'The policy in force, and which commanders acknowledged it.' },
  { name: 'meetings', description: 'Series of meetings, the meetings themselves, and how they are run.' },
  { name: 'agenda', description: 'What is requested for the next meeting, because a body did not answer in time.' },
  { name: 'figures', description: 'How many were answered, and how soon. No figure counts an exercise or a test.' },
  { name: 'returns', description: 'What nations are asked to report by a day, and how each of them stands.' },
  {
    name: 'reviews',
    description: 'Review reports of operations: added up from released figures, numbered; and what they recommend.',
  },
  { name: 'evidence', description: 'Who did what, and when, kept so that it can be proved.' },
  { name: 'access', description: 'Who had access to the content of a case.' },
  { name: 'service', description: 'For the machines that watch the hub.' },
];

export const servers = [{ url: '/', description: 'The hub that serves this document.' }] as const;

export const contact = { name: 'The body that runs this hub' } as const;

export const license = { name: 'Apache License 2.0', identifier: 'Apache-2.0' } as const;

export const apiKey = {
  type: 'http',
  scheme: 'bearer',
  description:
    'An API key of your body (`lh_…`), or an access token (`lt_…`). Kept as a hash only; revoking works on the next request.',
} as const;

export const session = {
  type: 'apiKey',
  in: 'cookie',
  name: '__Host-liaison-session',
  description: 'A person who signed in. Such requests come from pages of the hub itself, with `X-Liaison-Hub`.',
} as const;

/** A page of a list. */
export function pageOf(name: string): Schema {
  return {
    type: 'object',
    required: ['data', 'next'],
    additionalProperties: false,
    properties: {
      data: { type: 'array', items: ref(name), description: 'The entries.' },
      next: { type: ['string', 'null'], description: 'Cursor of the next page; null when there is no more.' },
    },
  };
}
