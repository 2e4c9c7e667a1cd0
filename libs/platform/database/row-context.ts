import { isUuid, type Uuid } from '#kernel';

/**
 * On whose behalf a transaction runs. Row-level security reads it from the transaction's settings, so a query that
 * forgets its `WHERE` still returns nothing of another body.
 */
export type RowContext =
  /** A body: sees what it sent and what was sent to it. */
  | { readonly kind: 'body'; readonly organisationId: Uuid }
  /** A worker: sees every body's rows; only the worker role's policies honour it, whatever is set here. */
  | { readonly kind: 'worker' };

/** The statements that open a transaction under a context, in one round trip. */
export function openingStatements(context: RowContext): string {
  switch (context.kind) {
    case 'worker':
      return 'BEGIN';
    case 'body': {
      if (!isUuid(context.organisationId)) throw new Error('row context: organisationId is not a UUID');
      // A checked UUID cannot carry SQL; the simple protocol lets BEGIN and the setting travel together.
      return `BEGIN; SELECT set_config('app.body', '${context.organisationId}', true)`;
    }
  }
}
