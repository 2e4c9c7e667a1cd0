import {
  afghanistan,
  brief,
  consent,
  decisionsOf,
  kosovo,
  outcomeOf,
  referral,
  withoutConsent,
} from '#test/routing-questions';
import { route } from './route';
import type { ConsentFacts, RoutingFacts } from './routing-input';

const done = { bestInterestsNote: true, assent: true };

describe('an operation of the policy', () => {
  it('routes a child with a request for legal help in Afghanistan', () => {
    const decisions = decisionsOf(
      referral({ minor: 'presumed', services: ['legal', 'womens-services'], childProcedure: done }),
    );
    expect(Object.fromEntries([...decisions].map(([body, decision]) => [body, brief(decision)]))).toEqual({
      iom: 'lead lead-agency-full',
      unicef: 'action child-protection',
      aihrc: 'action legal-human-rights',
      'unama-gender-advisor': 'refused PROFILE',
      'isaf-hq': 'sender SENDER',
      unhcr: 'not_concerned NO-RULE',
      'unama-hru': 'not_concerned NO-RULE',
      'german-police-project': 'not_concerned NO-RULE',
      'afghan-security-forces': 'not_concerned NO-RULE',
      netherlands: 'not_concerned NO-RULE',
      poland: 'not_concerned NO-RULE',
      'netherlands-authority': 'not_concerned NO-RULE',
    });
  });

  it.each<[string, string, Partial<RoutingFacts>, string]>([
    ['UNHCR takes up protection', 'unhcr', { services: ['protection'] }, 'action protection-services'],
    ['UNHCR is not sent a request for legal help by itself', 'unhcr', { services: ['legal'] }, 'not_concerned NO-RULE'],
    ['UNICEF has no part in the case of an adult', 'unicef', { minor: 'no' }, 'not_concerned NO-RULE'],
    ['UNICEF protects a child', 'unicef', { minor: 'yes' }, 'action child-protection'],
    [
      'the Gender Advisor is informed about an adult',
      'unama-gender-advisor',
      { services: ['womens-services'] },
      'information gender-advice',
    ],
    [
      'the Human Rights Unit hears of violations, however the word is written',
      'unama-hru',
      { keywords: ['Human-Rights-Violation '] },
      'action legal-human-rights',
    ],
    [
      'the security forces need consent to investigate',
      'afghan-security-forces',
      { services: ['investigation'] },
      'refused CONSENT-INVESTIGATION',
    ],
  ])('in Afghanistan: %s', (_case, body, facts, expected) => {
    expect(outcomeOf(body, referral(facts))).toBe(expected);
  });

  it('in Kosovo: UNMIK has the lead and its police needs consent to investigate', () => {
    const input = referral({ services: ['investigation'] }, { operation: kosovo, sender: 'kfor-hq' });
    expect(outcomeOf('unmik', input)).toBe('lead lead-agency-full');
    expect(outcomeOf('unmik-police', input)).toBe('refused CONSENT-INVESTIGATION');
  });

  it('in Kosovo: with consent that names it the police sees what happened and not who it was', () => {
    const purposes = ['assistance', 'investigation'] as const;
    const named: ConsentFacts = { given: 'yes', purposes, recipients: ['unmik', 'unmik-police'] };
    const input = referral({ services: ['investigation'] }, { operation: kosovo, sender: 'kfor-hq', consent: named });
    expect(outcomeOf('unmik-police', input)).toBe('action security-investigation');
  });

  it('decides the example of docs/routing-and-release.md as it is told there', () => {
    const services = ['legal', 'womens-services', 'investigation'];
    const adult = decisionsOf(referral({ services }));
    expect(
      ['iom', 'aihrc', 'unama-gender-advisor', 'afghan-security-forces'].map((body) => brief(adult.get(body))),
    ).toEqual([
      'lead lead-agency-full',
      'action legal-human-rights',
      'information gender-advice',
      'refused CONSENT-INVESTIGATION',
    ]);
    for (const body of ['unhcr', 'unicef', 'unama-hru', 'german-police-project']) {
      expect(brief(adult.get(body))).toBe('not_concerned NO-RULE');
    }
  });

  it('says which rule set decided', () => {
    expect(route(referral({})).ruleSetVersion).toBe(afghanistan.digest);
  });
});

describe('explicit addressees', () => {
  it('receive it together with the lead agency, and nobody else does', () => {
    const decisions = decisionsOf(referral({ services: ['protection', 'legal'] }, { addressees: ['unhcr'] }));
    const recipients = [...decisions.values()].filter((decision) => decision.outcome === 'recipient');
    expect(recipients.map((decision) => decision.organisation)).toEqual(['iom', 'unhcr']);
    expect(brief(decisions.get('aihrc'))).toBe('not_concerned NOT-ADDRESSED');
  });

  it('may be bodies that a rule only allows', () => {
    const input = referral({ services: ['legal'] }, { addressees: ['unhcr'] });
    expect(outcomeOf('unhcr', input)).toBe('action protection-services');
  });

  it('are refused, with the provision, where no rule allows them', () => {
    const decision = decisionsOf(referral({ services: ['food'] }, { addressees: ['aihrc'] })).get('aihrc');
    expect(decision).toMatchObject({ outcome: 'refused', reasons: [{ rule: 'MANDATE', provision: 'AFG-P1' }] });
  });

  it('are refused where they take no part in the operation', () => {
    expect(outcomeOf('unmik', referral({}, { addressees: ['unmik', 'unmik'] }))).toBe('refused MANDATE');
  });

  it('do not open a way to the police', () => {
    const input = referral({ services: ['investigation'] }, { addressees: ['german-police-project'] });
    expect(decisionsOf(input).get('german-police-project')).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'CONSENT-INVESTIGATION', provision: 'AFG-P6' }],
    });
  });

  it('may be none, and then the rules decide', () => {
    expect(route(referral({}, { addressees: [] }))).toEqual(route(referral({})));
  });
});

describe('the release rules', () => {
  it.each<[string, ConsentFacts | undefined, string]>([
    ['no consent', undefined, 'refused CONSENT-MISSING'],
    ['consent refused', { ...consent, given: 'no' }, 'refused CONSENT-MISSING'],
    ['consent pending', { ...consent, given: 'pending' }, 'refused CONSENT-MISSING'],
    ['consent dated tomorrow', { ...consent, date: '2026-04-01' }, 'refused CONSENT-MISSING'],
    ['consent with a date that is none', { ...consent, date: 'today' }, 'refused CONSENT-MISSING'],
    ['consent expired yesterday', { ...consent, expires: '2026-03-30' }, 'refused CONSENT-EXPIRED'],
    ['consent with an expiry that is none', { ...consent, expires: 'never' }, 'refused CONSENT-EXPIRED'],
    ['consent that expires today', { ...consent, expires: '2026-03-31' }, 'lead lead-agency-full'],
    ['consent to statistics', { ...consent, purposes: ['statistics'] }, 'refused CONSENT-PURPOSE'],
    ['consent to investigation', { ...consent, purposes: ['investigation'] }, 'refused CONSENT-PURPOSE'],
    ['consent that names others', { ...consent, recipients: ['unhcr'] }, 'refused CONSENT-NOT-NAMED'],
    ['consent that names nobody', { ...consent, recipients: [] }, 'refused CONSENT-NOT-NAMED'],
    ['consent that names it', { ...consent, recipients: ['iom'] }, 'lead lead-agency-full'],
    ['consent without names', consent, 'lead lead-agency-full'],
  ])('decide on the lead agency with %s', (_case, given, expected) => {
    const input = given === undefined ? withoutConsent(referral({})) : referral({}, { consent: given });
    expect(outcomeOf('iom', input)).toBe(expected);
  });

  const unnamed: ConsentFacts = {
    given: 'yes',
    purposes: ['investigation'],
    date: '2026-03-01',
    expires: '2026-03-31',
  };
  const full: ConsentFacts = { ...unnamed, recipients: ['afghan-security-forces'] };

  it.each<[string, ConsentFacts, string]>([
    ['full consent', full, 'action security-investigation'],
    ['pending consent', { ...full, given: 'pending' }, 'refused CONSENT-INVESTIGATION'],
    ['expired consent', { ...full, expires: '2026-03-30' }, 'refused CONSENT-INVESTIGATION'],
    ['consent to protection', { ...full, purposes: ['protection'] }, 'refused CONSENT-INVESTIGATION'],
    ['consent that names nobody', unnamed, 'refused CONSENT-INVESTIGATION'],
    ['consent for another police', { ...full, recipients: ['german-police-project'] }, 'refused CONSENT-INVESTIGATION'],
  ])('decide on the security forces with %s', (_case, given, expected) => {
    expect(outcomeOf('afghan-security-forces', referral({ services: ['investigation'] }, { consent: given }))).toBe(
      expected,
    );
  });

  it("keep a child's case from the security forces when the headquarters sends it, and not when the lead agency does", () => {
    const facts = { services: ['investigation'], minor: 'yes', childProcedure: done } as const;
    const input = referral(facts, { consent: full });
    expect(outcomeOf('afghan-security-forces', input)).toBe('refused AFG-R19');
    expect(outcomeOf('afghan-security-forces', { ...input, sender: 'iom' })).toBe('action security-investigation');
  });

  it('read the last day of consent in the time zone of the operation', () => {
    const lastDay = referral({}, { consent: { ...consent, expires: '2026-03-31' } });
    expect(outcomeOf('iom', { ...lastDay, at: new Date('2026-03-31T19:29:59Z') })).toBe('lead lead-agency-full');
    expect(outcomeOf('iom', { ...lastDay, at: new Date('2026-03-31T19:30:00Z') })).toBe('refused CONSENT-EXPIRED');
  });

  it.each([
    ['before the agreement begins', '2024-12-30T12:00:00Z'],
    ['after the agreement has ended', '2035-01-01T12:00:00Z'],
  ])('refuse a body %s', (_case, instant) => {
    const agreements = [{ body: 'iom', reference: 'ISA', from: '2025-01-01', until: '2034-12-31' }];
    const operation = { ...afghanistan, agreements };
    expect(outcomeOf('iom', referral({}, { operation, at: new Date(instant) }))).toBe('refused AGREEMENT');
  });

  it('list everything that stands in the way, each with its provision', () => {
    const operation = { ...afghanistan, agreements: [] };
    const given = { ...consent, purposes: [], expires: '2020-01-01' } satisfies ConsentFacts;
    const reasons = decisionsOf(referral({}, { operation, consent: given })).get('iom')?.reasons;
    expect(reasons?.map(({ rule, provision }) => [rule, provision])).toEqual([
      ['AGREEMENT', 'AFG-P8'],
      ['CONSENT-EXPIRED', 'AFG-P7'],
      ['CONSENT-PURPOSE', 'AFG-P7'],
    ]);
  });

  it('ask no consent for what is not about a person', () => {
    const rest = withoutConsent(referral({}, { kind: 'meeting-notice', sender: 'iom', carriesCase: false }));
    expect(outcomeOf('unicef', rest)).toBe('information information-exchange');
    expect(outcomeOf('german-police-project', { ...rest, addressees: ['german-police-project'] })).toBe(
      'information information-exchange',
    );
  });

  it('ask consent for a referral, whatever the caller says it carries', () => {
    const input = withoutConsent(referral({}, { carriesCase: false }));
    expect(outcomeOf('iom', input)).toBe('refused CONSENT-MISSING');
  });

  it('keep notices on accountability from partners and security bodies', () => {
    const addressees = ['unhcr', 'afghan-security-forces', 'iom'];
    const decisions = decisionsOf(referral({}, { kind: 'accountability-notice', carriesCase: false, addressees }));
    expect(addressees.map((body) => decisions.get(body)?.outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(decisions.get('iom')?.reasons[0]).toMatchObject({ rule: 'AFG-R18', provision: 'AFG-P9' });
  });
});

describe('what is said without a case', () => {
  const kinds = ['information-share', 'information-request', 'information-response', 'capacity-update', 'action-item'];

  it.each(kinds.flatMap((kind) => [afghanistan, kosovo].map((operation) => [kind, operation.id, operation] as const)))(
    'as %s goes from each body of %s to each other, security bodies included, and shows nothing of a case',
    (kind, _id, operation) => {
      // A nation answers for its contingent, its authority for its personnel; neither is a partner.
      const partners = operation.bodies.filter(({ kind: sort }) => !sort.startsWith('nation'));
      const slugs = partners.map(({ slug }) => slug);
      for (const sender of slugs)
        for (const to of slugs.filter((slug) => slug !== sender)) {
          const input = referral({ services: [] }, { operation, kind, sender, addressees: [to], carriesCase: false });
          const decision = decisionsOf(withoutConsent(input)).get(to);
          expect([sender, to, decision?.outcome, decision?.profile, decision?.groups]).toEqual([
            sender,
            to,
            'recipient',
            'information-exchange',
            ['information'],
          ]);
        }
    },
  );

  it('is seen by the lead agency too, whoever is addressed', () => {
    const input = referral({ services: [] }, { kind: 'information-share', addressees: ['unhcr'], carriesCase: false });
    expect(decisionsOf(input).get('iom')).toMatchObject({ outcome: 'recipient', as: 'information' });
    expect(decisionsOf(input).get('iom')?.groups).toContain('information');
  });

  it('does not reach the police once it is about a case', () => {
    const addressees = ['afghan-security-forces'];
    const given = { ...consent, purposes: ['investigation'] as const, recipients: addressees };
    const input = referral({ services: [] }, { kind: 'information-share', addressees, consent: given });
    expect(outcomeOf('afghan-security-forces', input)).toBe('refused PROFILE');
  });
});

describe('two rules for one body', () => {
  it('give it the stronger capacity; the other rule stays among the reasons', () => {
    const extra = { include: ['iom'], as: 'information', profile: 'information-only' } as const;
    const rule = { id: 'AFG-R0', title: 'Told', provision: 'AFG-P2', when: {}, then: extra };
    const operation = { ...afghanistan, rules: [rule, ...afghanistan.rules] };
    const decision = decisionsOf(referral({}, { operation })).get('iom');
    expect(brief(decision)).toBe('lead lead-agency-full');
    expect(decision?.reasons.map((reason) => reason.rule)).toEqual(['AFG-R1', 'AFG-R0']);
  });

  it('in one capacity give it the profile that shows less', () => {
    const extra = { include: ['iom'], as: 'lead', profile: 'information-only' } as const;
    const rule = { id: 'AFG-R99', title: 'Leads', provision: 'AFG-P2', when: {}, then: extra };
    const operation = { ...afghanistan, rules: [...afghanistan.rules, rule] };
    expect(outcomeOf('iom', referral({}, { operation }))).toBe('lead information-only');
  });
});
