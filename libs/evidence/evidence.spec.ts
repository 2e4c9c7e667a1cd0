import { createHash } from 'node:crypto';
import { canonicalJson, uuidv7 } from '#kernel';
import { evidenceRows, type EvidenceEntry } from './evidence';

const entry: EvidenceEntry = {
  id: uuidv7(),
  action: 'recipient.decided',
  at: new Date('2026-01-02T03:04:05.678Z'),
  actorId: uuidv7(),
  subjectType: 'message',
  subjectId: uuidv7(),
  detail: { decision: 'accepted', reason: null },
};

const evidenceRow = (of: EvidenceEntry) => (JSON.parse(evidenceRows([of])) as Record<string, unknown>[])[0]!;

describe('an entry of evidence', () => {
  it('has a digest over all else', () => {
    const { digest, ...rest } = evidenceRow(entry);
    expect(digest).toBe(`\\x${createHash('sha256').update(canonicalJson(rest)).digest('hex')}`);
  });

  it.each<[string, Partial<EvidenceEntry>]>([
    ['id', { id: uuidv7() }],
    ['time', { at: new Date('2026-01-02T03:04:05.679Z') }],
    ['action', { action: 'recipient.progressed' }],
    ['actor', { actorId: uuidv7() }],
    ['subject', { subjectId: uuidv7() }],
    ['detail', { detail: { decision: 'declined', reason: null } }],
    ['reader', { organisationId: uuidv7() }],
  ])('has another digest with another %s', (_, change) => {
    expect(evidenceRow({ ...entry, ...change })['digest']).not.toBe(evidenceRow(entry)['digest']);
  });

  it('has the same digest whatever the order of its detail', () => {
    const turned = { ...entry, detail: { reason: null, decision: 'accepted' } };
    expect(evidenceRow(turned)['digest']).toBe(evidenceRow(entry)['digest']);
  });

  it('without an actor is the hub’s own', () => {
    const { id, action, at, subjectType, subjectId, detail } = entry;
    expect(evidenceRow({ id: id ?? '', action, at, subjectType, subjectId, detail })).toMatchObject({
      actor_kind: 'hub',
      actor_id: null,
    });
    expect(evidenceRow(entry)).toMatchObject({ actor_kind: 'body', actor_id: entry.actorId });
  });
});
