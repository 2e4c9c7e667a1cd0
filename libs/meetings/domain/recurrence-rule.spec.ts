import { readRule, ruleText } from './recurrence-rule';

const toWall = (at: Date): string => at.toISOString().slice(0, 16);
const toUtc = (wall: string): string => `${wall.replaceAll(/[-:]/g, '')}00Z`;

describe('a rule', () => {
  it.each([
    'FREQ=WEEKLY;BYDAY=WE',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=YEARLY;UNTIL=20301231T090000Z;BYMONTH=3;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1',
  ])('is written as it was read: %s', (text) => {
    const { rule } = readRule(text, toWall);
    expect(rule && ruleText(rule, toUtc)).toBe(text);
  });

  it('means the whole of its last day', () => {
    expect(readRule('FREQ=DAILY;UNTIL=20261231', toWall).rule?.until).toBe('2026-12-31T23:59');
  });

  it.each([
    ['FREQ=SECONDLY', 'unknown_code'],
    ['BYDAY=WE', 'unknown_code'],
    ['FREQ=WEEKLY;COUNT=1000000', 'out_of_bounds'],
    ['FREQ=WEEKLY;INTERVAL=0', 'out_of_bounds'],
    ['FREQ=WEEKLY;BYDAY=XX', 'malformed'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'contradiction'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'out_of_bounds'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'contradiction'],
    ['FREQ=DAILY;UNTIL=20260231', 'malformed'],
    ['FREQ=DAILY;UNTIL=20260201T090000', 'malformed'],
    ['FREQ=DAILY;FREQ=DAILY', 'contradiction'],
    ['FREQ=DAILY;BYHOUR=9', 'unknown_part'],
    ['FREQ=DAILY;X=1\r\nATTENDEE:x', 'unknown_part'],
    [`FREQ=DAILY;BYMONTH=${'1,'.repeat(300)}1`, 'too_long'],
  ])('is refused with its reason: %s', (text, code) => {
    const { rule, problems } = readRule(text, toWall);
    expect(rule).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
