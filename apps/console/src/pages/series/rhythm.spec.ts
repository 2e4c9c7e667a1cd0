import { rhythmOf, ruleOf, rhythms } from './rhythm';

describe('the rule of a rhythm', () => {
  it.each([
    ['weekly', '2026-03-25T09:00', 'FREQ=WEEKLY;BYDAY=WE'],
    ['fortnightly', '2026-03-25T09:00', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE'],
    ['monthly', '2026-03-25T09:00', 'FREQ=MONTHLY;BYDAY=4WE'],
    ['monthly', '2026-03-01T09:00', 'FREQ=MONTHLY;BYDAY=1SU'],
    ['monthly', '2026-03-31T09:00', 'FREQ=MONTHLY;BYDAY=-1TU'],
  ] as const)('%s, from %s on', (rhythm, start, rule) => {
    expect(ruleOf(rhythm, start)).toBe(rule);
    expect(rhythmOf(rule, start)).toBe(rhythm);
  });

  it('is none without a day', () => {
    for (const rhythm of rhythms) expect(ruleOf(rhythm, '')).toBeUndefined();
  });

  it('is known whatever the order of its parts', () => {
    expect(rhythmOf('BYDAY=WE;FREQ=WEEKLY', '2026-03-25T09:00')).toBe('weekly');
  });

  it.each(['FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=WE;COUNT=4', 'FREQ=DAILY'])('%s is another', (rule) => {
    expect(rhythmOf(rule, '2026-03-25T09:00')).toBe('other');
  });
});
