import { endOfDay, dateIn, isCalendarDate, isTimeZone } from './calendar-date';

describe('isCalendarDate', () => {
  it.each(['2026-01-01', '2024-02-29'])('knows %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00Z', 'soon', ''])('refuses "%s"', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});

describe('dateIn', () => {
  it('tells the day of the theatre, not of the server', () => {
    const lateEvening = new Date('2026-03-31T19:45:00Z');
    expect(dateIn('Asia/Kabul', lateEvening)).toBe('2026-04-01');
    expect(dateIn('Europe/Belgrade', lateEvening)).toBe('2026-03-31');
  });
});

describe('endOfDay', () => {
  it.each([
    ['Asia/Kabul', '2026-03-31', '2026-03-31T19:30:00.000Z'],
    ['Europe/Belgrade', '2026-03-28', '2026-03-28T23:00:00.000Z'],
    ['Europe/Belgrade', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-03-29', '2026-03-29T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-03-29', '2026-03-30T11:00:00.000Z'],
    ['UTC', '2026-12-31', '2027-01-01T00:00:00.000Z'],
  ])('is in %s on %s at %s', (zone, day, end) => {
    expect(endOfDay(zone, day).toISOString()).toBe(end);
  });
});

describe('isTimeZone', () => {
  it.each(['Asia/Kabul', 'Europe/Belgrade', 'UTC', 'America/Argentina/Buenos_Aires'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['Asia/Kabool', '+04:30', 'Kabul', '', 'EST5EDT'])('refuses "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
