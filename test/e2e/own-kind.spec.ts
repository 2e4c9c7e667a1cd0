import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiCaller } from '#test/api-caller';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, eventually, temporaryDirectory } from '#test/servers';

/** A kind of a deployment's own, as it would write it: one folder, in plain JavaScript. */
const KIND = `
const leaf = (group, sensitivity, maxLength) =>
  ({ type: 'string', minLength: 1, maxLength, 'x-group': group, 'x-sensitivity': sensitivity });
exports.kind = {
  name: 'convoy-notice',
  version: 1,
  title: 'Convoy notice',
  summary: 'Tells when a convoy passes.',
  distribution: 'report',
  asks: 'acknowledgement',
  carriesCase: false,
  addressing: 'rules',
  marks: { tlp: 'GREEN', classification: 'UNCLASSIFIED' },
  deadlines: { emergency: 'PT1H', urgent: 'PT6H', normal: 'P1D' },
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:liaison-hub:kind:convoy-notice:1',
    title: 'Convoy notice',
    type: 'object',
    additionalProperties: false,
    required: ['when'],
    properties: { when: leaf('information', 'P1', 40), route: leaf('information', 'P2', 200), driver: leaf('identity', 'P3', 80) },
  },
};`;

const RULE = `
  - id: AFG-R90
    title: Convoys are announced to partners
    provision: AFG-P4
    when: { kinds: [convoy-notice] }
    then: { include: [unhcr], as: information, profile: information-exchange }
`;

it('a kind is one folder: the hub takes, routes, releases and tracks it without knowing of it', async () => {
  const folder = temporaryDirectory('own-kind');
  cleanUpAfterwards({ pids: [], directories: [folder] });
  mkdirSync(join(folder, 'kinds/convoy-notice'), { recursive: true });
  writeFileSync(join(folder, 'kinds/convoy-notice/index.js'), KIND);
  cpSync('config/operations', join(folder, 'operations'), { recursive: true });
  const file = join(folder, 'operations/afghanistan.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\nrules:\n/, `\nrules:${RULE}`));
  const hub: RunningHub = await startHub('one process on its own PostgreSQL', {
    MESSAGE_KINDS_DIR: join(folder, 'kinds'),
    OPERATIONS_DIR: join(folder, 'operations'),
  });
  try {
    const officer = new ApiCaller(hub, 'isaf-hq');
    const unhcr = new ApiCaller(hub, 'unhcr');
    const kinds = await officer.call<{ data: { name: string }[] }>('GET', '/v1/message-kinds');
    expect(kinds.body.data.map(({ name }) => name)).toContain('convoy-notice');
    const refused = await officer.call('POST', '/v1/messages', {
      json: { kind: 'convoy-notice', operation: 'afghanistan', body: { route: 'Exercise' } },
    });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/body/when', code: 'missing' }] } });
    const { body } = await officer.call<{ id: string }>('POST', '/v1/messages', {
      json: {
        kind: 'convoy-notice',
        operation: 'afghanistan',
        status: 'exercise',
        body: { when: 'Exercise, at noon', route: 'North', driver: 'Testperson Alpha' },
      },
    });
    await eventually('it is routed', async () => (await unhcr.call('GET', `/v1/inbox/${body.id}`)).status === 200);
    const received = (await unhcr.call<{ dueAt: string; routedAt: string }>('GET', `/v1/inbox/${body.id}`)).body;
    expect(received).toMatchObject({
      kind: 'convoy-notice',
      legal: ['acknowledge'],
      body: { when: 'Exercise, at noon', route: 'North' },
    });
    expect(JSON.stringify(received)).not.toContain('Testperson');
    expect(Date.parse(received.dueAt) - Date.parse(received.routedAt)).toBe(24 * 3_600_000);
    expect((await unhcr.call('POST', `/v1/inbox/${body.id}/acknowledge`)).status).toBe(200);
    const after = await officer.call('GET', `/v1/messages/${body.id}`);
    expect(after.body).toMatchObject({
      recipients: expect.arrayContaining([
        expect.objectContaining({ organisation: 'unhcr', state: 'acknowledged' }),
      ]) as unknown,
    });
  } finally {
    await hub.stop();
  }
}, 120_000);
