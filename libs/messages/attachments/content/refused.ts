import { HubError } from '#kernel';
import { allowedTypes } from '../media-type';

/** What is on no list, in words that a person understands. Says what was found, never what it holds. */
export function refusedContent(found: string, mend = 'Send one of the types that are allowed.'): HubError {
  return new HubError('unsupported_media_type', `This file is not accepted: found ${found}. ${mend}`, {
    extra: { found, allowed: allowedTypes },
  });
}
