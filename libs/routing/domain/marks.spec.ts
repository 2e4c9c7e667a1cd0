import type { Classification, Operation, Tlp } from '#directory';
import { afghanistan, decisionsOf, outcomeOf, referral } from '#test/routing-questions';

const services = ['legal', 'protection'];
const marked = (tlp: Tlp, classification: Classification = 'UNCLASSIFIED') => ({ marks: { tlp, classification } });

/** The operation with another ceiling, and with clearances of some bodies. */
function cleared(ceiling: Classification, clearances: Readonly<Record<string, Classification>> = {}): Operation {
  const bodies = afghanistan.bodies.map((body) => {
    const clearance = clearances[body.slug];
    return clearance === undefined ? body : { ...body, clearance };
  });
  return { ...afghanistan, classificationCeiling: ceiling, bodies };
}

describe('the classification', () => {
  it('above the ceiling of the operation keeps a message from everybody, cleared or not', () => {
    const operation = cleared('RESTRICTED', { iom: 'COSMIC TOP SECRET' });
    const decisions = [
      ...decisionsOf(referral({ services }, { operation, ...marked('AMBER', 'CONFIDENTIAL') })).values(),
    ];
    const concerned = decisions.filter(({ outcome }) => outcome === 'refused' || outcome === 'recipient');
    expect(concerned.map(({ organisation }) => organisation)).toEqual(['aihrc', 'iom', 'unhcr']);
    for (const { reasons } of concerned)
      expect(reasons[0]).toMatchObject({ rule: 'MARK-CEILING', provision: 'AFG-P13' });
  });

  it.each<[Classification, string, string]>([
    ['UNCLASSIFIED', 'lead lead-agency-full', 'action legal-human-rights'],
    ['RESTRICTED', 'lead lead-agency-full', 'refused MARK-CLASSIFICATION'],
    ['CONFIDENTIAL', 'refused MARK-CLASSIFICATION', 'refused MARK-CLASSIFICATION'],
  ])('%s goes to bodies with the clearance; without one a body has the lowest', (classification, iom, aihrc) => {
    const operation = cleared('SECRET', { iom: 'RESTRICTED' });
    const input = referral({ services }, { operation, ...marked('AMBER', classification) });
    expect([outcomeOf('iom', input), outcomeOf('aihrc', input)]).toEqual([iom, aihrc]);
  });

  it('that nobody knows is above everything', () => {
    const input = referral({}, { operation: cleared('COSMIC TOP SECRET', { iom: 'COSMIC TOP SECRET' }) });
    const marks = { tlp: 'AMBER', classification: 'ULTRA' as Classification } as const;
    expect(outcomeOf('iom', { ...input, marks })).toBe('refused MARK-CEILING MARK-CLASSIFICATION');
  });
});

describe('TLP', () => {
  it('RED goes to the bodies addressed; the lead agency is refused with the others', () => {
    const input = referral({ services }, { addressees: ['unhcr'], ...marked('RED') });
    expect(outcomeOf('unhcr', input)).toBe('action protection-services');
    expect(decisionsOf(input).get('iom')).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'MARK-TLP', provision: 'AFG-P14' }],
    });
    expect(outcomeOf('aihrc', input)).toBe('not_concerned NOT-ADDRESSED');
  });

  it('RED reaches the lead agency where it is addressed, and nobody where nobody is', () => {
    const input = referral({ services }, marked('RED'));
    expect(outcomeOf('iom', { ...input, addressees: ['iom'] })).toBe('lead lead-agency-full');
    expect([...decisionsOf(input).values()].filter(({ outcome }) => outcome === 'recipient')).toEqual([]);
    expect(outcomeOf('unhcr', input)).toBe('refused MARK-TLP');
  });

  it.each<Tlp>(['AMBER', 'AMBER+STRICT'])('%s routes as a message that nobody marked', (tlp) => {
    expect([...decisionsOf(referral({ services }, marked(tlp)))]).toEqual([...decisionsOf(referral({ services }))]);
  });

  it.each<Tlp>(['GREEN', 'CLEAR'])('%s contradicts a case, and is fine for what carries none', (tlp) => {
    expect(outcomeOf('iom', referral({}, marked(tlp)))).toBe('refused MARK-CASE');
    expect(outcomeOf('iom', referral({}, { ...marked(tlp), carriesCase: false }))).toBe('refused MARK-CASE');
    const minutes = referral({}, { ...marked(tlp), kind: 'minutes', sender: 'unhcr', carriesCase: false });
    expect(outcomeOf('iom', minutes)).toBe('information information-only');
  });
});
