import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingDefinitions } from './training-definitions';

it('docs/returns.md defines every figure of training in the same words', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/returns.md'), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [figure, words] of Object.entries(trainingDefinitions))
    expect(rows.filter(([, name]) => name === `\`${figure}\``).map(([, , said]) => said)).toContain(words);
});
