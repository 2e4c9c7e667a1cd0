import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evidenceActions, type EvidenceAction } from '#evidence';

const ROOT = resolve(__dirname, '../..');

/** What is to be provable, and by which kinds it is: each kind answers for one of these. */
const PROVES: Readonly<Record<string, readonly EvidenceAction[]>> = {
  submission: ['referral.submitted', 'message.submitted', 'message.superseded'],
  'what is written before it is sent': [
    ...(['referral.drafted', 'referral.changed', 'referral.imported', 'message.drafted', 'message.changed'] as const),
    ...(['attachment.added', 'attachment.removed'] as const),
  ],
  'routing decision': ['message.routed', 'recipient.rerouted'],
  release: ['release.made', 'attachments.released'],
  'read of content': ['content.read', 'content.sent', 'attachment.read', 'referral.exported'],
  delivery: ['delivery.completed', 'recipient.reminded'],
  acknowledgement: ['recipient.acknowledged'],
  decision: ['recipient.decided', 'recipient.progressed', 'recipient.answered'],
  'what is taken back, ended, or begun again': [
    ...(['recipient.cancelled', 'recipient.recalled', 'recipient.closed', 'recipient.reopened'] as const),
    ...(['referral.cancelled', 'referral.entered_in_error'] as const),
  ],
  'consent change': ['consent.recorded', 'consent.withdrawn', 'referral.consent_withdrawn'],
  exception: [
    ...(['exception.requested', 'exception.approved', 'exception.refused', 'exception.revoked'] as const),
    ...(['exception.expired', 'break_glass.requested', 'break_glass.approved', 'break_glass.refused'] as const),
    'break_glass.ended',
  ],
  erasure: ['erasure.requested', 'erasure.approved', 'erasure.refused', 'content.erased'],
  'sign-in': [
    ...(['person.signed_in', 'person.sign_in_refused', 'person.proved_again', 'session.ended'] as const),
    ...(['person.password_set', 'second_factor.enrolled', 'second_factor.removed'] as const),
  ],
  'permission change': [
    ...([
      'role.granted',
      'role.revoked',
      'person.added',
      'person.changed',
      'person.locked',
      'person.unlocked',
    ] as const),
    ...(['key.issued', 'key.rotated', 'key.revoked'] as const),
    ...(['client.registered', 'client.keys_replaced', 'client.revoked'] as const),
  ],
  'what becomes of an allegation, and who was let know': [
    ...(['accountability.people_named', 'accountability.status_changed'] as const),
    ...(['accountability.repatriation_requested', 'accountability.reporter_released'] as const),
  ],
  'that commanders know the provisions': ['provision.acknowledged'],
  'rule change': ['rules.changed'],
  'that unusual reading was told': ['reading.noticed'],
  'figures that are let out': ['figures.released', 'figures.body_named', 'review.reported'],
  'what reviews recommend': ['review.recommended', 'review.recommendation_closed'],
  'where webhooks go': [
    ...(['endpoint.created', 'endpoint.changed', 'endpoint.verified', 'endpoint.requeued'] as const),
    ...(['endpoint.disabled', 'endpoint.secret_rotated'] as const),
    ...(['endpoint.credential_set', 'endpoint.credential_removed'] as const),
  ],
  meetings: evidenceActions.filter((action) => /^(?:meeting|minutes)\./.test(action)),
};

const sources = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !/\.spec\.ts$|\/migrations\/|^console\/|^api-client\/|node_modules/.test(file),
    )
    .filter((file) => !/^evidence\/(?:evidence|oversight)\.ts$/.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')),
);
const code = sources.join('\n');

describe('the kinds of evidence', () => {
  it('each answer for one thing that is to be provable, and nothing is left without one', () => {
    const answering = Object.values(PROVES).flat();
    expect([...answering].sort()).toEqual([...evidenceActions].sort());
    expect(Object.entries(PROVES).filter(([, kinds]) => kinds.length === 0)).toEqual([]);
  });

  it('are all written by the code', () => {
    const isWritten = (action: EvidenceAction): boolean => {
      const [what = '', how = ''] = action.split('.');
      // By its name, or by a name that is put together: `erasure.${state}`, `referral.${...}`.
      return code.includes(`'${action}'`) || (code.includes(`\`${what}.\${`) && new RegExp(`\\b${how}\\b`).test(code));
    };
    expect(evidenceActions.filter((action) => !isWritten(action))).toEqual([]);
  });

  it('are written in one way: no statement past the one that knows them', () => {
    const writers = sources.filter((text) => /INSERT INTO evidence_entries/i.test(text));
    expect(writers).toEqual([]);
  });
});
