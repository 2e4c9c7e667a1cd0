import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inWorker } from './read';

describe('inWorker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'htcds-'));
  const script = (name: string, source: string): string => {
    const path = join(folder, name);
    writeFileSync(path, source);
    return path;
  };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['hangs', 'for (;;) {}', 'workbook_unreadable'],
    ['fills the memory', 'const a = []; for (;;) a.push({ a: [] });', 'workbook_unreadable'],
    ['throws', 'throw new Error("x")', 'internal'],
    ['ends without an answer', '', 'internal'],
    [
      'refuses',
      'require("node:worker_threads").parentPort.postMessage({ refusal: { code: "workbook_unreadable", detail: "x" } })',
      'workbook_unreadable',
    ],
  ])(
    'turns a worker that %s into an error',
    async (name, source, code) => {
      const timeoutMs = name === 'hangs' ? 200 : 30_000;
      const path = script(`${name.replaceAll(' ', '-')}.js`, source);
      await expect(inWorker(path, Buffer.from('x'), { timeoutMs })).rejects.toMatchObject({ code });
    },
    40_000,
  );
});
