import { instantOf } from './wall-clock';

it.each([
  ['winter time', '2026-03-18T10:00', 'Europe/Belgrade', '2026-03-18T09:00:00.000Z'],
  ['summer time', '2026-04-01T10:00', 'Europe/Belgrade', '2026-04-01T08:00:00.000Z'],
  ['half an hour apart', '2026-03-25T09:00', 'Asia/Kabul', '2026-03-25T04:30:00.000Z'],
  ['a time that is skipped', '2026-03-29T02:30', 'Europe/Belgrade', '2026-03-29T01:30:00.000Z'],
  ['a time that comes twice', '2026-10-25T02:30', 'Europe/Belgrade', '2026-10-25T00:30:00.000Z'],
  ['the hour before the change', '2026-03-29T01:30', 'Europe/Belgrade', '2026-03-29T00:30:00.000Z'],
  ['a month of standard time in between', '2026-02-17T10:00', 'Africa/El_Aaiun', '2026-02-17T10:00:00.000Z'],
])('%s', (_, wall, zone, instant) => {
  expect(instantOf(wall, zone)).toBe(instant);
});
