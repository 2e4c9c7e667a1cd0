import type { ApiCaller } from '#test/api-caller';
import { eventually } from '#test/servers';
import type { Examples } from './specmatic-input';

/** Requests about the log: an entry of this record, sealed, and a checkpoint that holds it. */
export async function evidenceExamples(caller: ApiCaller, subject: string): Promise<Examples> {
  const { body: entries } = await caller.call<{ data: { id: string }[] }>('GET', `/v1/evidence?subject=${subject}`);
  const entry = entries.data[0]?.id ?? '';
  await eventually(
    'the entry is sealed',
    async () => (await caller.call('GET', `/v1/evidence/${entry}/proof`)).status === 200,
  );
  const { body: checkpoints } = await caller.call<{ data: { size: number }[] }>('GET', '/v1/evidence/checkpoints');
  const size = String(checkpoints.data[0]?.size ?? '');
  return {
    listEvidence: { path: '/v1/evidence', query: { subject } },
    listEvidenceCheckpoints: { path: '/v1/evidence/checkpoints', query: { limit: '10' } },
    proveEvidenceConsistency: { path: `/v1/evidence/checkpoints/${size}/consistency`, query: { to: size } },
    proveEvidenceEntry: { path: `/v1/evidence/${entry}/proof`, query: { size } },
    exportEvidence: { path: '/v1/evidence/export', query: { since: size } },
  };
}
