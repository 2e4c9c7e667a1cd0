import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const spectral = join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js');

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access -- a document to spoil */
/** What breaks each rule of .spectral.yaml, in the committed document. */
const breakages: Readonly<Record<string, (document: any) => void>> = {
  'hub-operation-is-described': ({ paths }) => delete paths['/v1/me'].get['x-permission'],
  'hub-operation-documents-refusals': ({ paths }) => delete paths['/v1/inbox'].get.responses['401'],
  'hub-refusals-are-problems': ({ paths }) =>
    (paths['/v1/referrals'].post.responses['422'].content = { 'application/json': { schema: { type: 'object' } } }),
  'hub-list-is-a-page': ({ paths }) =>
    (paths['/v1/referrals'].get.responses['200'].content['application/json'].schema = { type: 'array', items: {} }),
  'hub-post-is-repeatable': ({ paths }) => (paths['/v1/referrals/{id}/submit'].post.parameters.length = 1),
  'hub-string-parameter-is-bounded': ({ paths }) =>
    (paths['/v1/evidence'].get.parameters[0].schema = { type: 'string' }),
  'hub-parameter-is-described': ({ paths }) => delete paths['/v1/inbox/{messageId}'].get.parameters[0].description,
  'hub-request-knows-its-members': ({ components }) => delete components.schemas.DecisionDto.additionalProperties,
  // One of Spectral's own, so that its rule set is known to be in force.
  'operation-tag-defined': (document) => (document.tags = []),
};

describe('.spectral.yaml', () => {
  let found: readonly { readonly code: string }[];

  beforeAll(() => {
    const document = JSON.parse(readFileSync(join(root, 'apps/api/openapi.json'), 'utf8')) as unknown;
    for (const spoil of Object.values(breakages)) spoil(document);
    const dir = mkdtempSync(join(tmpdir(), 'liaison-hub-openapi-'));
    try {
      const file = join(dir, 'openapi.json');
      writeFileSync(file, JSON.stringify(document));
      const args = [spectral, 'lint', '--quiet', '-f', 'json', '-r', join(root, '.spectral.yaml'), file];
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root });
      if (!stdout.trimStart().startsWith('[')) throw new Error(`Spectral said: ${stdout}${stderr}`);
      found = JSON.parse(stdout) as { code: string }[];
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it.each(Object.keys(breakages))('%s finds what breaks it', (rule) => {
    expect(found.map(({ code }) => code)).toContain(rule);
  });
});
