import { fieldAt, missingOf, noticeOf, nothingAlleged } from './written-notice';

const least = {
  ...nothingAlleged,
  ...({ nation: 'italy', conduct: 'obstruction', personnel: 'military' } as const),
  account: ' Exercise: seen there. ',
};

describe('an allegation as it is written', () => {
  it('is sent without what was left empty', () => {
    expect(noticeOf({ ...least, unit: ' ', reporterPosition: 'Interpreter' })).toEqual({
      nation: 'italy',
      conduct: 'obstruction',
      personnel: 'military',
      account: 'Exercise: seen there.',
    });
    expect(
      noticeOf({
        ...least,
        persons: '2',
        reporterName: 'Exercise',
        reporterContact: 'by radio',
        victimReferral: 'https://hub.example/console/referrals/01980000-0000-7000-8000-00000000000A',
      }),
    ).toMatchObject({
      persons: 2,
      reporter: { name: 'Exercise', contact: 'by radio' },
      victimReferral: '01980000-0000-7000-8000-00000000000a',
    });
  });

  it.each([
    ['nothing', nothingAlleged, ['nation', 'conduct', 'personnel', 'account']],
    ['the least', least, []],
    ['no person at all', { ...least, persons: '0' }, ['persons']],
    ['how to reach nobody', { ...least, reporterContact: 'by radio' }, ['reporterName']],
    ['no id of a referral', { ...least, victimReferral: 'the one of March' }, ['victimReferral']],
  ])('lacks what it lacks: %s', (_, written, fields) => {
    expect(missingOf(written).map(({ field }) => field)).toEqual(fields);
  });

  it.each([
    ['/body/nation', 'nation'],
    ['/body/reporter/contact', 'reporterContact'],
    ['/body/reporter', 'reporterName'],
    ['/operation', 'operation'],
    ['', undefined],
  ])('is corrected where the hub points: %s', (pointer, field) => {
    expect(fieldAt(pointer)).toBe(field);
  });
});
