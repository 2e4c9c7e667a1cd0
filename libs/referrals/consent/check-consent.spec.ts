import { HubError } from '#kernel';
import { loadOperations } from '#directory';
import type { ReferralConsent } from '#messages';
import { contradictionsWith, requireSoundConsent, type WrittenConsent } from './check-consent';

const record: ReferralConsent = {
  given: 'yes',
  purposes: ['assistance', 'protection'],
  recipients: ['iom', 'unhcr'],
  date: '2026-01-20',
  expires: '2027-01-20',
  restrictions: 'Not the employer.',
};
const pointers = (section: ReferralConsent, on: ReferralConsent = record) =>
  contradictionsWith(on, section).map(({ pointer }) => pointer);

describe('a referral that rests on a record', () => {
  it('may repeat it, in any order, or leave members out', () => {
    expect(pointers(record)).toEqual([]);
    expect(pointers({ given: 'yes', purposes: ['protection', 'assistance'] })).toEqual([]);
    expect(pointers({ ...record, recipients: ['unhcr', 'iom'], givenBy: 'A guardian' })).toEqual([]);
  });

  it.each<[string, Partial<ReferralConsent>]>([
    ['given', { given: 'pending' }],
    ['purposes', { purposes: ['assistance'] }],
    ['purposes', { purposes: ['assistance', 'protection', 'investigation'] }],
    ['recipients', { recipients: ['iom'] }],
    ['recipients', { recipients: ['iom', 'unhcr', 'aihrc'] }],
    ['date', { date: '2026-01-21' }],
    ['expires', { expires: '2028-01-20' }],
    ['restrictions', { restrictions: 'None.' }],
  ])('contradicts it by another "%s": neither the wider nor the narrower is guessed', (member, over) => {
    expect(pointers({ ...record, ...over })).toEqual([`/body/consent/${member}`]);
  });

  it('contradicts a record that names nobody by naming somebody, and one without an end by an end', () => {
    const open: ReferralConsent = {
      given: 'yes',
      purposes: record.purposes,
      restrictions: 'Not the employer.',
      date: '2026-01-20',
    };
    expect(pointers(record, open)).toEqual(['/body/consent/recipients', '/body/consent/expires']);
  });

  it('repeats no value of either side', () => {
    const text = JSON.stringify(
      contradictionsWith(record, { ...record, restrictions: 'Zz-secret', date: '2020-01-01' }),
    );
    for (const value of ['Zz-secret', 'employer', '2020-01-01', '2026-01-20']) expect(text).not.toContain(value);
  });
});

describe('a consent that is recorded', () => {
  const operation = loadOperations('config/operations').find(({ id }) => id === 'afghanistan')!;
  const sound: WrittenConsent = { given: 'yes', grants: [{ purposes: ['assistance'], recipients: ['iom'] }] };
  const problems = (over: Partial<WrittenConsent>) => {
    try {
      requireSoundConsent(operation, { ...sound, ...over });
    } catch (error) {
      return (error as HubError).errors.map(({ pointer, code }) => [pointer, code]);
    }
    return [];
  };

  it('is taken when it is sound, also when nothing was agreed to', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ given: 'no', grants: [] })).toEqual([]);
  });

  it.each<[Partial<WrittenConsent>, string, string]>([
    [{ grants: [] }, '/grants', 'contradiction'],
    [{ date: '2026-02-30' }, '/date', 'wrong_format'],
    [{ date: '2026-02-03', expires: '2026-02-02' }, '/expires', 'contradiction'],
    [{ grants: [{ purposes: ['assistance'], expires: '2026-13-01' }] }, '/grants/0/expires', 'wrong_format'],
    [
      { grants: [{ purposes: ['assistance'] }, { purposes: ['assistance'], recipients: ['iom', 'nobody'] }] },
      '/grants/1/recipients/1',
      'organisation_unknown',
    ],
  ])('is refused where it contradicts itself or names nobody known: %j', (over, pointer, code) => {
    expect(problems(over)).toEqual([[pointer, code]]);
  });
});
