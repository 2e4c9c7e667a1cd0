import { HubError } from '#kernel';

/** The envelope is still on record, the content is not. */
export function erased(what: string): HubError {
  return new HubError(
    'erased',
    `The content of this ${what} was erased, and nobody can read it any more. Its envelope is in the list, its history in the timeline.`,
  );
}
