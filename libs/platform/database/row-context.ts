import { isUuid, type Uuid } from '#kernel';

/**
 * On whose behalf a transaction runs. Row-level security reads it from the transaction's settings, so a query that
 * forgets its `WHERE` still returns nothing of another body.
 */
export type RowContext =
  /** A body: sees what it sent and what was sent to it. */
  | {
      readonly kind: 'body';
      readonly organisationId: Uuid;
      /** The API key by which the body acts. */
      readonly key?: Uuid;
      /** The person by whom the body acts. */
      readonly person?: Uuid;
      /** The operations whose rows the person may see; all of the body's when absent. */
      readonly operations?: 'all' | readonly string[];
      /** Set where the route is for those who are let know of allegations: without it nobody sees one, whoever they are. */
      readonly room?: 'accountability';
    }
  /** A worker: sees every body's rows; only the worker role's policies honour it, whatever is set here. */
  | {
      readonly kind: 'worker';
      /**
       * False: the commit does not wait for the disk. For what only steers the work, and may be forgotten by a crash of
       * the database's server; never for what happened.
       */
      readonly durable?: false;
    };

/** An id of an operation as its file may name it. Nothing else gets into a statement. */
const OPERATION = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * The statements that open a transaction under a context, in one round trip.
 *
 * @throws Error when a part of the context is not what it should be: it never came from outside then.
 */
export function openingStatements(context: RowContext): string {
  switch (context.kind) {
    case 'worker':
      return context.durable === false ? 'BEGIN; SET LOCAL synchronous_commit = off' : 'BEGIN';
    case 'body': {
      const { organisationId, key, person, operations, room } = context;
      const settings = [
        setting('body', uuid('organisationId', organisationId)),
        ...(key === undefined ? [] : [setting('key', uuid('key', key))]),
        ...(person === undefined ? [] : [setting('person', uuid('person', person))]),
        ...(operations === undefined || operations === 'all' ? [] : [setting('operations', listOf(operations))]),
        ...(room === undefined ? [] : [setting('room', room)]),
      ];
      // What was checked cannot carry SQL; the simple protocol lets BEGIN and the settings travel together.
      return `BEGIN; SELECT ${settings.join(', ')}`;
    }
  }
}

function setting(name: string, value: string): string {
  return `set_config('app.${name}', '${value}', true)`;
}

function uuid(name: string, value: string): string {
  if (!isUuid(value)) throw new Error(`row context: ${name} is not a UUID`);
  return value;
}

/** Nobody has a role in an operation without a name, so no row is seen by an empty list. */
function listOf(operations: readonly string[]): string {
  const wrong = operations.find((operation) => !OPERATION.test(operation));
  if (wrong !== undefined) throw new Error('row context: operations holds what is not the id of an operation');
  return operations.length === 0 ? '-' : operations.join(',');
}
