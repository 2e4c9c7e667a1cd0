import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { Public, type RoutePermission } from '#runtime';

const OPERATION_METADATA = 'swagger/apiOperation';
/** The metadata of @ApiExcludeController: what is for browsers is no operation of the API. */
const EXCLUDED = 'swagger/apiExcludeController';
/** The metadata that @Permit, @AnyKey and @Public leave. */
const PERMISSION = Public().KEY;

/**
 * What each operation asks of its caller, by its operationId, as the guard reads it.
 *
 * @throws Error for a route without operationId: nobody could name it.
 */
export function permissionsOf(app: INestApplication): ReadonlyMap<string, RoutePermission | undefined> {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const found = new Map<string, RoutePermission | undefined>();
  for (const { metatype } of controllers) {
    if (!metatype || Reflect.hasMetadata(EXCLUDED, metatype)) continue;
    const prototype = metatype.prototype as Readonly<Record<string, object>>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = prototype[name];
      if (!handler || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
      const operation = Reflect.getMetadata(OPERATION_METADATA, handler) as { operationId?: string } | undefined;
      if (operation?.operationId === undefined)
        throw new Error(`${metatype.name}.${name} has no operationId. Add @Documented.`);
      found.set(
        operation.operationId,
        (Reflect.getMetadata(PERMISSION, handler) ?? Reflect.getMetadata(PERMISSION, metatype)) as
          RoutePermission | undefined,
      );
    }
  }
  return found;
}
