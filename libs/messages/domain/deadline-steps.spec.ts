import {
  timeToDecide,
  decisionSteps,
  deadlineSteps,
  isEscalation,
  isLateStep,
  isOverdue,
  nextDeadlineStep,
  nextDecisionStep,
  runningDeadline,
  statesFor,
  PROGRESS_STEP,
} from './deadline-steps';

const HOUR = 3_600_000;
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 1) + hours * HOUR);
const referral = { asked: 'decision', capacity: 'lead', routedAt: at(0), dueAt: at(24) } as const;

describe('the time to answer of a message that names the day', () => {
  const asked = { ...referral, asked: 'answer', answerBy: at(100) } as const;

  it('ends with that day, whenever it was taken up', () => {
    expect(timeToDecide(asked, at(20))).toEqual({ dueAt: at(100), first: { step: 'decision_50', at: at(60) } });
    expect(timeToDecide(asked, at(90))).toEqual({ dueAt: at(100), first: { step: 'decision_50', at: at(95) } });
  });

  it('is over for who takes it up later', () => {
    expect(timeToDecide(asked, at(110))?.first.at.getTime()).toBeLessThan(at(110).getTime());
  });
});

describe('the steps of a deadline', () => {
  it('are at 50, 80, 100 and 125 per cent, and end there', () => {
    const times = [undefined, ...deadlineSteps.map(({ step }) => step)].map((after) =>
      nextDeadlineStep(after, at(0), at(24)),
    );
    expect(times).toEqual([
      { step: 'reminder_50', at: at(12) },
      { step: 'reminder_80', at: at(19.2) },
      { step: 'deadline', at: at(24) },
      { step: 'escalation', at: at(30) },
      undefined,
    ]);
  });

  it('are the same on the way to a decision, counted from when it began', () => {
    expect(nextDecisionStep(undefined, at(10), at(34))).toEqual({ step: 'decision_50', at: at(22) });
    expect(nextDecisionStep('decision_deadline', at(10), at(34))).toEqual({ step: 'decision_escalation', at: at(40) });
    expect(nextDecisionStep('decision_escalation', at(10), at(34))).toBeUndefined();
  });

  it('are late from the deadline on, and escalate at the end only', () => {
    const all = [...deadlineSteps, ...decisionSteps].map(({ step }) => step);
    expect(all.filter(isLateStep)).toEqual(['deadline', 'escalation', 'decision_deadline', 'decision_escalation']);
    expect(all.filter(isEscalation)).toEqual(['escalation', 'decision_escalation']);
    expect([isLateStep(PROGRESS_STEP), isEscalation(PROGRESS_STEP)]).toEqual([false, false]);
  });

  it('are told only while what they remind of is missing', () => {
    expect(statesFor('deadline')).toEqual(['pending']);
    expect(statesFor('decision_80')).toEqual(['acknowledged']);
    expect(statesFor(PROGRESS_STEP)).toEqual(['accepted', 'in_progress']);
  });
});

describe('the deadline to decide', () => {
  it('is as long as the time to acknowledge was, from the acknowledgement on', () => {
    expect(timeToDecide(referral, at(5))).toEqual({ dueAt: at(29), first: { step: 'decision_50', at: at(17) } });
  });

  it.each([
    ['for information only', { ...referral, capacity: 'information' }],
    ['that is only taken note of', { ...referral, asked: 'acknowledgement' }],
  ] as const)('does not exist for a message %s', (_, recipient) => {
    expect(timeToDecide(recipient, at(5))).toBeUndefined();
  });
});

describe('overdue', () => {
  const awaited = { dueAt: at(24), decisionDueAt: at(48) };

  it.each([
    ['pending', 24, false],
    ['pending', 25, true],
    ['acknowledged', 25, false],
    ['acknowledged', 49, true],
    ['accepted', 99, false],
    ['declined', 99, false],
    ['on_hold', 99, false],
    ['cancelled', 99, false],
  ] as const)('is a recipient in state %s after %d hours: %s', (state, hours, expected) => {
    expect(isOverdue({ ...awaited, state }, at(hours))).toBe(expected);
  });

  it('is nobody who acknowledged and is asked for no decision', () => {
    expect(isOverdue({ state: 'acknowledged', dueAt: at(24), decisionDueAt: null }, at(99))).toBe(false);
  });

  it('is told by the deadline that runs', () => {
    expect(runningDeadline({ ...awaited, state: 'pending' })).toEqual(at(24));
    expect(runningDeadline({ ...awaited, state: 'acknowledged' })).toEqual(at(48));
  });
});
