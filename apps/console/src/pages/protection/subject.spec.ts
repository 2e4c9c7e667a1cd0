import { subjectOf } from './subject';

const ID = '01980000-0000-7000-8000-00000000000a';

describe('what somebody pastes', () => {
  it.each([ID, ` ${ID.toUpperCase()} `, `https://hub.example/console/referrals/${ID}?lang=en`])(
    '%s names a message',
    (text) => {
      expect(subjectOf(text)).toBe(ID);
    },
  );

  it.each(['', 'AFG-2026-000001', ID.slice(1)])('%j names none', (text) => {
    expect(subjectOf(text)).toBeUndefined();
  });
});
