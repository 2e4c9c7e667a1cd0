import { minuteIn, minuteInUtc } from './time-words';

it('says a time in UTC and on the clocks of a zone', () => {
  const at = new Date('2026-11-26T20:54:59.999Z');
  expect(minuteInUtc(at)).toBe('2026-11-26 20:54 UTC');
  expect(minuteIn(at, 'Asia/Kabul')).toBe('2026-11-27 01:24 Asia/Kabul');
});
