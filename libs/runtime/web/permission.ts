import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Scope } from '#identity';

export const PERMISSION = 'hub:permission';

/** What a route asks of its caller: a scope of its key, or nothing. */
export type Permission = Scope | 'public' | 'any-key';

/** The scope that a key needs for this route. Every route names one; the process refuses to start otherwise. */
export function Permit(scope: Scope): CustomDecorator {
  return SetMetadata(PERMISSION, scope satisfies Permission);
}

/** Any valid key will do: the answer holds nothing but the caller's own identity. */
export function AnyKey(): CustomDecorator {
  return SetMetadata(PERMISSION, 'any-key' satisfies Permission);
}

/** No key is needed: the answer holds nothing of anybody, or the address itself is the key (acknowledgement links). */
export function Public(): CustomDecorator {
  return SetMetadata(PERMISSION, 'public' satisfies Permission);
}
