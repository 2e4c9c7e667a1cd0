import type { Transaction } from '#platform/database';
import type { RoutedBody } from '../kind/message-kind';

/** What a training return says in numbers. */
export interface DeclaredTraining {
  readonly period: { readonly from: string; readonly to: string };
  readonly final: boolean;
  readonly strength: readonly object[];
  readonly trained: readonly object[];
}

/** Keeps the numbers of a return, so that who sent and who received it can add them up. */
export async function keepTraining(
  tx: Transaction,
  { messageId, operationId, senderId, at }: RoutedBody,
  { period, final, strength, trained }: DeclaredTraining,
): Promise<void> {
  await tx.execute(
    `INSERT INTO training_figures
       (message_id, operation_id, organisation_id, period_from, period_to, final, strength, trained, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[messageId, operationId, senderId, period.from, period.to, final],
      ...[JSON.stringify(strength), JSON.stringify(trained), at],
    ],
  );
}
