import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Permission } from '#identity';

export const PERMISSION = 'hub:permission';

/** What a route asks of its caller: a permission of its key or its roles, or nothing. */
export type RoutePermission = Permission | 'public' | 'any-key';

/** The permission that this route needs. Every route names one; the process refuses to start otherwise. */
export function Permit(permission: Permission): CustomDecorator {
  return SetMetadata(PERMISSION, permission satisfies RoutePermission);
}

/** Any valid key or session will do: the answer holds nothing but the caller's own identity. */
export function AnyKey(): CustomDecorator {
  return SetMetadata(PERMISSION, 'any-key' satisfies RoutePermission);
}

/** No key is needed: the answer holds nothing of anybody, or the address itself is the key (acknowledgement links). */
export function Public(): CustomDecorator {
  return SetMetadata(PERMISSION, 'public' satisfies RoutePermission);
}
