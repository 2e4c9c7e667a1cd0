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
  it('explains every release rule, and nothing that is none', () => {
    for (const rule of standingRuleIds) expect([rule, row(rule).length]).toEqual([rule, 6]);
    const others = ['LEAD-AGENCY', 'RISK-TO-LIFE'];
    expect([...releaseRules.map((rule) => rule.id), ...others].sort()).toEqual([...standingRuleIds].sort());
    const explained = [...page.matchAll(/^\| `([A-Z]+(?:-[A-Z]+)*)`/gm)].map(([, rule]) => rule);
    expect(explained.sort()).toEqual([...standingRuleIds].sort());
  });

  it.each(releaseRules.map((rule) => [rule.id, rule] as const))(
    'says for whom and for which messages %s holds, as the code has it',
    (id, { bodies, messages }) => {
      const [, , whom, which] = row(id);
      const people = { every: /^every body/, security: /^police, security forces$/, other: /^all other bodies$/ };
      expect(whom).toMatch(people[bodies]);
      expect(which).toBe(messages === 'case' ? 'cases' : 'every');
    },
  );

  it('counts the rules that an exception stands in for', () => {
    const consentRules = standingRuleIds.filter((rule) => rule.startsWith('CONSENT-') && rule !== 'CONSENT-GROUPS');
    expect(row('RISK-TO-LIFE')[4]).toContain(consentRules.map((rule) => `\`${rule}\``).join(', '));
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
