import type { ReactNode } from 'react';
import { useOperation } from '../../api/directory';

/** An operation by its mission; its id until the directory is there. */
export function OperationName({ id }: { readonly id: string }): ReactNode {
  return useOperation(id)?.mission ?? id;
}
