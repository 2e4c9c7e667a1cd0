import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSION } from './permission';

/**
 * Every route names its permission.
 *
 * @throws Error that lists the routes without one: the process does not start with a door that nobody locked.
 */
export function checkPermissions(discovery: DiscoveryService, scanner: MetadataScanner): void {
  const open = discovery.getControllers().flatMap(({ instance, metatype }) => {
    if (!metatype || instance === null || instance === undefined) return [];
    const prototype = Object.getPrototypeOf(instance) as object;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = (prototype as Record<string, unknown>)[name] as object;
      if (Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
      const permission: unknown =
        Reflect.getMetadata(PERMISSION, handler) ?? Reflect.getMetadata(PERMISSION, metatype as object);
      if (permission !== undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '?';
      return [`${method} ${String((metatype as { name?: string }).name)}.${name}`];
    });
  });
  if (open.length > 0)
    throw new Error(`Routes without a permission: ${open.join(', ')}. Add @Permit, @AnyKey or @Public.`);
}
