import fc from 'fast-check';
import { decisionOn, habits, isHabitName } from './habits';

const references = Array.from({ length: 200 }, (_, index) => `AFG-2026-${String(index + 1).padStart(6, '0')}`);

describe('habits', () => {
  it('asks for no decision on what is sent for information', () => {
    for (const habit of Object.values(habits))
      expect(decisionOn(habit, 'AFG-2026-000001', 'information')).toBeUndefined();
  });

  it('decides the same on every run', () => {
    fc.assert(
      fc.property(fc.string(), (reference) => {
        expect(decisionOn(habits.declines, reference, 'lead')).toEqual(decisionOn(habits.declines, reference, 'lead'));
      }),
    );
  });

  it('accepts everything unless the habit is to decline', () => {
    for (const reference of references)
      expect(decisionOn(habits.flaky, reference, 'action')).toEqual({ decision: 'accepted' });
  });

  it('declines about half, always with a coded reason', () => {
    const decisions = references.map((reference) => decisionOn(habits.declines, reference, 'action'));
    const declined = decisions.filter((made) => made?.decision === 'declined');
    expect(declined.length).toBeGreaterThan(60);
    expect(declined.length).toBeLessThan(140);
    expect(new Set(declined.map((made) => made?.reason))).toEqual(new Set(['capacity', 'outside_mandate']));
  });

  it('answers within the time that the hub allows a webhook', () => {
    for (const habit of Object.values(habits)) expect(habit.answerAfterMs).toBeLessThan(20_000);
  });

  it('knows its own names only', () => {
    expect(isHabitName('slow')).toBe(true);
    expect(isHabitName('toString')).toBe(false);
  });
});
