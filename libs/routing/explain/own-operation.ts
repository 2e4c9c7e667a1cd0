import { HubError } from '#kernel';
import type { Directory, OperationVersion } from '#directory';

/**
 * An operation that a body takes part in, under the rules in force. Others answer as if they were not there.
 *
 * @throws HubError `operation_unknown` that lists the body's own operations.
 */
export async function ownOperation(directory: Directory, caller: string, id: string): Promise<OperationVersion> {
  const own = (await directory.operations()).filter(({ operation }) =>
    operation.bodies.some(({ slug }) => slug === caller),
  );
  const found = own.find(({ operation }) => operation.id === id);
  if (found) return found;
  const message = `use an operation that your body takes part in: ${own.map(({ operation }) => operation.id).join(', ')}`;
  throw new HubError('operation_unknown', `/operation: ${message}.`, {
    errors: [{ pointer: '/operation', code: 'operation_unknown', message }],
  });
}
