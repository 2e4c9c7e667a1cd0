import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeDefinitions, responseDefinitions } from './released-table';

it('docs/figures.md defines every response and outcome in the same words', () => {
  const page = readFileSync(join(__dirname, '../../../docs/figures.md'), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [response, words] of Object.entries({ ...responseDefinitions, ...outcomeDefinitions }))
    expect(rows.filter(([, name]) => name === `\`${response}\``).map(([, , said]) => said)).toContain(words);
});
