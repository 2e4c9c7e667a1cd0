import { loadOperations, standingRuleIds } from '#directory';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseRules } from './release-rules';

const root = join(__dirname, '../../..');
const page = readFileSync(join(root, 'docs/routing-and-release.md'), 'utf8');

/** The cells of the table row that begins with a code. */
function row(code: string): string[] {
  const line = page.split('\n').find((each) => each.startsWith(`| \`${code}\``)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

describe('docs/routing-and-release.md', () => {
  it('explains every release rule', () => {
    for (const rule of standingRuleIds) expect(row(rule)).toHaveLength(5);
    expect([...releaseRules.map((rule) => rule.id), 'LEAD-AGENCY'].sort()).toEqual([...standingRuleIds].sort());
  });

  it('shows for every profile the groups that the operations give it', () => {
    const groups = headerOfProfiles();
    for (const profile of loadOperations(join(root, 'config/operations')).flatMap((each) => each.profiles)) {
      const cells = row(profile.id);
      expect([profile.id, groups.filter((_group, index) => cells[index] === '●')]).toEqual([
        profile.id,
        profile.groups,
      ]);
    }
  });
});

function headerOfProfiles(): string[] {
  const line = page.split('\n').find((each) => each.startsWith('| profile')) ?? '';
  return line.split('|').map((cell) => cell.trim());
}
