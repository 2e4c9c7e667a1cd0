import type { ConsentFacts } from '../domain/routing-input';
import type { ConsentRow } from './consent.store';

/** What a record says of consent. What was withdrawn is no consent, whatever it once allowed. */
export function factsOfRecord(
  record: Pick<ConsentRow, 'state' | 'given' | 'date' | 'expires' | 'grants'>,
): ConsentFacts {
  if (record.state === 'withdrawn') return { given: 'no', purposes: [] };
  const dates = {
    ...(record.date === null ? {} : { date: record.date }),
    ...(record.expires === null ? {} : { expires: record.expires }),
  };
  const [only, ...more] = record.grants;
  // One plain part says the same as no parts at all, in the words that reasons are written in.
  if (more.length === 0 && only?.groups === undefined && only?.expires === undefined)
    return {
      given: record.given,
      purposes: only?.purposes ?? [],
      ...(only?.recipients ? { recipients: only.recipients } : {}),
      ...dates,
    };
  // The two flat members mean nothing beside parts; empty, they also allow nothing to whoever forgets that.
  return { given: record.given, purposes: [], recipients: [], ...dates, grants: record.grants };
}
