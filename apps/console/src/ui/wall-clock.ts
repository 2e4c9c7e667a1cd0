/** Milliseconds that clocks in a zone are ahead of UTC at a moment. */
function aheadAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, second } = parts;
  const shown = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return shown - Math.floor(moment / 1000) * 1000;
}

/**
 * The moment at which clocks in a zone show that date and time, as what a field of a form gives ("2026-03-18T10:05").
 * Of a time that they show twice it is the first; one that they skip is as long after the skip as it was meant to be after.
 */
export function instantOf(wall: string, timeZone: string): string {
  const asUtc = Date.parse(`${wall}Z`);
  const before = asUtc - aheadAt(asUtc - 86_400_000, timeZone);
  const after = asUtc - aheadAt(asUtc + 86_400_000, timeZone);
  const fits = [before, after].filter((moment) => moment + aheadAt(moment, timeZone) === asUtc);
  return new Date(fits.length > 0 ? Math.min(...fits) : before).toISOString();
}
