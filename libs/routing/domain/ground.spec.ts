import { fieldGroups } from '#directory';
import { afghanistan, brief, consent, decisionsOf, outcomeOf, referral, withoutConsent } from '#test/routing-questions';
import type { ConsentFacts, ConsentGrant, RiskToLifeException } from './routing-input';

const inParts = (...grants: ConsentGrant[]): ConsentFacts => ({ given: 'yes', purposes: [], grants });
const help: ConsentGrant = { purposes: ['assistance', 'protection'] };
const groupsOf = (body: string, given: ConsentFacts, services = ['legal', 'protection']) =>
  decisionsOf(referral({ services }, { consent: given })).get(body)?.groups;

describe('consent in parts', () => {
  it('means the same as the consent as a whole where it has one part over everything', () => {
    for (const body of ['iom', 'aihrc', 'unhcr'])
      expect(groupsOf(body, inParts(help))).toEqual(groupsOf(body, consent));
  });

  it('takes no heed of the purposes and bodies of the whole', () => {
    const wide: ConsentFacts = { given: 'yes', purposes: ['assistance'], recipients: ['iom', 'aihrc'], grants: [] };
    expect(outcomeOf('iom', referral({}, { consent: wide }))).toBe('refused CONSENT-PURPOSE');
  });

  it('shows a body the groups of its profile that the parts for it cover, and no others', () => {
    const given = inParts(
      { ...help, groups: ['case', 'request'] },
      { ...help, recipients: ['aihrc'], groups: ['identity', 'indicators'] },
      { ...help, recipients: ['unhcr'], groups: ['contact'] },
    );
    expect(groupsOf('aihrc', given)).toEqual(['case', 'identity', 'request']);
    expect(groupsOf('unhcr', given)).toEqual(['case', 'contact', 'request']);
    expect(groupsOf('iom', given)).toEqual(['case', 'request']);
  });

  it('leaves out a part that has run out, and every part once the whole has', () => {
    const parts = [
      { ...help, groups: ['case'] },
      { ...help, groups: ['identity'], expires: '2026-03-30' },
    ] as const;
    expect(groupsOf('aihrc', inParts(...parts))).toEqual(['case']);
    const over = { ...inParts({ ...help, expires: '2040-01-01' }), expires: '2026-03-30' };
    expect(outcomeOf('aihrc', referral({ services: ['legal'] }, { consent: over }))).toBe('refused CONSENT-EXPIRED');
  });

  it.each<[string, ConsentGrant[], string]>([
    ['CONSENT-PURPOSE', [{ purposes: ['statistics'] }, { purposes: ['investigation'] }], 'no part is for help'],
    [
      'CONSENT-NOT-NAMED',
      [{ ...help, recipients: ['iom'] }, { purposes: ['statistics'] }],
      'a part for help names another',
    ],
    [
      'CONSENT-EXPIRED',
      [
        { ...help, expires: '2026-03-30' },
        { ...help, recipients: ['iom'] },
      ],
      'the part for it ran out',
    ],
    ['CONSENT-GROUPS', [{ ...help, groups: ['palermo', 'identity'] }], 'the case code is not covered'],
    ['CONSENT-GROUPS', [{ ...help, groups: ['child'] }], 'nothing of its profile is covered'],
  ])('is refused by %s alone where %3$s', (rule, grants) => {
    expect(outcomeOf('aihrc', referral({ services: ['legal'] }, { consent: inParts(...grants) }))).toBe(
      `refused ${rule}`,
    );
  });

  it('does not add one part up with another: the body, the purpose and the day must be of one and the same', () => {
    const split = inParts(
      { purposes: ['assistance'], recipients: ['iom'] },
      { purposes: ['statistics'], recipients: ['aihrc'] },
    );
    expect(outcomeOf('aihrc', referral({ services: ['legal'] }, { consent: split }))).toBe('refused CONSENT-NOT-NAMED');
    const police = inParts(
      { purposes: ['investigation'] },
      { purposes: ['assistance'], recipients: ['afghan-security-forces'] },
    );
    expect(outcomeOf('afghan-security-forces', referral({ services: ['investigation'] }, { consent: police }))).toBe(
      'refused CONSENT-INVESTIGATION',
    );
  });

  it('shows the police only what a part for an investigation that names it covers', () => {
    const given = inParts(
      { ...help, recipients: ['afghan-security-forces'] },
      { purposes: ['investigation'], recipients: ['afghan-security-forces'], groups: ['case', 'identity', 'request'] },
    );
    expect(groupsOf('afghan-security-forces', given, ['investigation'])).toEqual(['case', 'request']);
  });
});

describe('an exception because a life is at risk', () => {
  const at = new Date('2026-03-31T12:00:00Z');
  const exception: RiskToLifeException = {
    id: 'fictitious',
    body: 'afghan-security-forces',
    groups: ['case', 'trafficking', 'identity'],
    expiresAt: new Date(at.getTime() + 1),
  };
  const urgent = { services: ['investigation', 'legal'] };
  const asked = (over: Partial<RiskToLifeException> = {}, rest: Parameters<typeof referral>[1] = {}) =>
    withoutConsent(referral(urgent, { exceptions: [{ ...exception, ...over }], ...rest }));

  it('stands in for consent for the one body, shows what it covers of the profile, and is named with its provision', () => {
    const decisions = decisionsOf(asked());
    const police = decisions.get('afghan-security-forces');
    expect(brief(police)).toBe('action security-investigation');
    expect(police?.groups).toEqual(['case', 'trafficking']);
    expect(police?.reasons.map(({ rule, provision }) => [rule, provision])).toEqual([
      ['AFG-R9', 'AFG-P3'],
      ['RISK-TO-LIFE', 'AFG-P11'],
    ]);
    expect(brief(decisions.get('aihrc'))).toBe('refused CONSENT-MISSING');
  });

  it('stands in for a consent that was refused, for other bodies as for the police', () => {
    const input = referral(urgent, {
      consent: { given: 'no', purposes: [] },
      exceptions: [{ ...exception, body: 'aihrc' }],
    });
    expect(decisionsOf(input).get('aihrc')).toMatchObject({ profile: 'legal-human-rights', outcome: 'recipient' });
    expect(decisionsOf(input).get('aihrc')?.groups).toEqual(['case', 'identity', 'trafficking']);
  });

  it('adds to what the person consented to, and is not named where it adds nothing', () => {
    const part: ConsentGrant = { purposes: ['assistance'], groups: ['case', 'contact'] };
    const under = (given: ConsentFacts) =>
      decisionsOf(referral(urgent, { consent: given, exceptions: [{ ...exception, body: 'aihrc' }] })).get('aihrc');
    expect(under(inParts(part))?.groups).toEqual(['case', 'identity', 'contact', 'trafficking']);
    expect(under(inParts(part))?.reasons.map(({ rule }) => rule)).toContain('RISK-TO-LIFE');
    expect(under(consent)?.reasons.map(({ rule }) => rule)).not.toContain('RISK-TO-LIFE');
  });

  it.each<[string, Partial<RiskToLifeException>, string]>([
    ['for another police', { body: 'german-police-project' }, 'refused CONSENT-INVESTIGATION'],
    ['that ends at this instant', { expiresAt: at }, 'refused CONSENT-INVESTIGATION'],
    ['that ends at no time that can be read', { expiresAt: new Date('soon') }, 'refused CONSENT-INVESTIGATION'],
    ['without the case code', { groups: ['trafficking'] }, 'refused CONSENT-GROUPS'],
    ['over groups that it may never see', { groups: ['identity'] }, 'refused CONSENT-GROUPS'],
  ])('%s opens nothing', (_what, over, expected) => {
    expect(outcomeOf('afghan-security-forces', asked(over))).toBe(expected);
  });

  it('sets nothing aside but consent', () => {
    const everything = { groups: fieldGroups };
    const agreements = afghanistan.agreements.filter(({ body }) => body !== exception.body);
    expect(outcomeOf(exception.body, asked(everything, { operation: { ...afghanistan, agreements } }))).toBe(
      'refused AGREEMENT',
    );
    const otherwise = withoutConsent(
      referral({ services: ['food'] }, { exceptions: [{ ...exception, ...everything }] }),
    );
    expect(outcomeOf(exception.body, { ...otherwise, addressees: [exception.body] })).toBe('refused MANDATE');
    const child = referral({ ...urgent, minor: 'yes' }, { exceptions: [{ ...exception, ...everything }] });
    expect(outcomeOf(exception.body, child)).toBe('refused AFG-R19 CHILD-PROCEDURE');
    expect(outcomeOf(exception.body, asked(everything, { marks: { tlp: 'AMBER', classification: 'SECRET' } }))).toBe(
      'refused MARK-CEILING MARK-CLASSIFICATION',
    );
  });
});
