import { afghanistan, consent, outcomeOf, referral } from '#test/routing-questions';
import type { ChildProcedure, RoutingFacts } from './routing-input';

const child = (childProcedure?: ChildProcedure): Partial<RoutingFacts> => ({
  services: ['legal', 'protection'],
  minor: 'yes',
  ...(childProcedure && { childProcedure }),
});

describe('the procedure for children', () => {
  it.each<[string, ChildProcedure | undefined, boolean]>([
    ['nothing', undefined, false],
    ['a note', { bestInterestsNote: true }, false],
    ['a note and a refusal', { bestInterestsNote: true, assent: false, guardian: false }, false],
    ['assent and guardian', { bestInterestsNote: false, assent: true, guardian: true }, false],
    ['a note and assent', { bestInterestsNote: true, assent: true }, true],
    ['a note and a guardian', { bestInterestsNote: true, assent: false, guardian: true }, true],
  ])('with %s', (_what, procedure, complete) => {
    const input = referral(child(procedure));
    expect(outcomeOf('aihrc', input)).toBe(complete ? 'action legal-human-rights' : 'refused CHILD-PROCEDURE');
    expect(outcomeOf('unhcr', input)).toBe(complete ? 'action protection-services' : 'refused CHILD-PROCEDURE');
    // Those who carry the procedure out need none of it.
    expect(outcomeOf('iom', input)).toBe('lead lead-agency-full');
    expect(outcomeOf('unicef', input)).toBe('action child-protection');
  });

  it('holds for a person whose age is not known, and not for an adult', () => {
    expect(outcomeOf('aihrc', referral({ ...child(), minor: 'presumed' }))).toBe('refused CHILD-PROCEDURE');
    expect(outcomeOf('aihrc', referral({ ...child(), minor: 'no' }))).toBe('action legal-human-rights');
  });

  it('replaces no consent', () => {
    const complete = child({ bestInterestsNote: true, guardian: true });
    expect(outcomeOf('unicef', referral(complete, { consent: { ...consent, given: 'pending' } }))).toBe(
      'refused CONSENT-MISSING',
    );
  });

  it('lets no security body off, whatever role it has', () => {
    const bodies = afghanistan.bodies.map((body) => ({ ...body, roles: [...body.roles, 'child-protection'] }));
    const recipients = ['iom', 'afghan-security-forces'];
    const input = referral(
      { services: ['investigation'], minor: 'yes' },
      {
        sender: 'iom',
        operation: { ...afghanistan, bodies },
        consent: { ...consent, purposes: ['investigation'], recipients },
      },
    );
    expect(outcomeOf('afghan-security-forces', input)).toBe('refused CHILD-PROCEDURE');
  });
});
