import fc from 'fast-check';
import { dateOfSerial, dateOfText } from './dates';

const rules = { dates1904: false };

describe('dateOfText', () => {
  it.each([
    ['1990-03-04', '1990-03-04'],
    ['1990/3/4', '1990-03-04'],
    ['1990-03-04T00:00:00.000Z', '1990-03-04'],
    ['04.03.1990', '1990-03-04'],
    ['25/12/1990', '1990-12-25'],
    ['12/25/1990', '1990-12-25'],
    ['05/05/1990', '1990-05-05'],
    ['4 March 1990', '1990-03-04'],
    ['4-Mar-1990', '1990-03-04'],
    ['March 4, 1990', '1990-03-04'],
    ['۱۹۹۰-۰۳-۰۴', '1990-03-04'],
    ['  1990-03-04 ', '1990-03-04'],
  ])('reads %s', (text, date) => {
    expect(dateOfText(text, rules)).toEqual({ date });
  });

  it.each([
    ['03/04/1990', 'date_ambiguous'],
    ['3-4-1990', 'date_ambiguous'],
    ['1990', 'date_incomplete'],
    ['1369-01-15', 'date_calendar'],
    ['30.02.1990', 'date_unreadable'],
    ['04/03/90', 'date_unreadable'],
    ['4 Marble 1990', 'date_unreadable'],
    ['about ten', 'date_unreadable'],
  ])('refuses %s as %s', (text, code) => {
    expect(dateOfText(text, rules)).toMatchObject({ code });
  });

  it('takes a swappable date once the order is given', () => {
    expect(dateOfText('03/04/1990', { ...rules, order: 'day-first' })).toEqual({ date: '1990-04-03' });
    expect(dateOfText('03/04/1990', { ...rules, order: 'month-first' })).toEqual({ date: '1990-03-04' });
  });

  it('reads back every ISO date, and never throws on any text', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.string(), (date, noise) => {
        const iso = date.toISOString().slice(0, 10);
        expect(dateOfText(iso, rules)).toEqual({ date: iso });
        dateOfText(noise, rules);
      }),
    );
  });
});

describe('dateOfSerial', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [32936, '1990-03-04'],
    [32936.75, '1990-03-04'],
  ])('reads %d', (serial, date) => {
    expect(dateOfSerial(serial, rules)).toEqual({ date });
  });

  it('counts from 1904 where the workbook does', () => {
    expect(dateOfSerial(32936 - 1462, { dates1904: true })).toEqual({ date: '1990-03-04' });
  });

  it.each([
    [1990, 'date_incomplete'],
    [1370, 'date_calendar'],
    [60, 'date_unreadable'],
    [0, 'date_unreadable'],
    [-5, 'date_unreadable'],
    [1e9, 'date_unreadable'],
  ])('refuses %d as %s', (serial, code) => {
    expect(dateOfSerial(serial, rules)).toMatchObject({ code });
  });
});
