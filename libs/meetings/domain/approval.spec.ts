import { outcomeOf, type Round } from './approval';

const deadline = new Date('2026-04-04T12:00Z');
const before = new Date('2026-04-04T11:59:59Z');
const round = (rule: Round['rule'], ...approved: string[]): Round => ({
  ...{ rule, quorum: 2, bodies: ['a', 'b', 'c'], chair: 'a', deadline },
  answers: approved.map((body) => ({ body, answer: 'approved' })),
});

describe('minutes in a round', () => {
  it.each<[Round['rule'], string[], string]>([
    ['all', ['a', 'b'], 'open'],
    ['all', ['a', 'b', 'c'], 'approved'],
    ['quorum', ['b'], 'open'],
    ['quorum', ['b', 'c'], 'approved'],
    ['chair', ['b', 'c'], 'open'],
    ['chair', ['a'], 'approved'],
  ])('by the rule "%s", approved by %j: %s', (rule, approved, outcome) => {
    expect(outcomeOf(round(rule, ...approved), before)).toBe(outcome);
  });

  it('are approved by silence at the deadline, and not a moment sooner', () => {
    expect(outcomeOf(round('all'), before)).toBe('open');
    expect(outcomeOf(round('all'), deadline)).toBe('approved');
  });

  it('are stopped by one body that asks for changes, also after the deadline', () => {
    const { answers, ...rest } = round('quorum', 'a', 'b');
    const asked = { ...rest, answers: [...answers, { body: 'c', answer: 'changes_requested' as const }] };
    expect(outcomeOf(asked, deadline)).toBe('changes_requested');
  });
});
