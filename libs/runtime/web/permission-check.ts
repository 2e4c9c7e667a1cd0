import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Permission } from '#identity';
import { PERMISSION } from './permission';
import { asksStepUp } from './step-up';

/** Who changes something by these gives others a way in: a session that was left open is not enough for it. */
const GRAVE: readonly unknown[] = ['keys:manage', 'people:manage'] satisfies Permission[];

/**
 * Every route names its permission, and what is grave asks for the second factor.
 *
 * @throws Error that lists the routes which do not: the process does not start with a door that nobody locked.
 */
export function checkPermissions(discovery: DiscoveryService, scanner: MetadataScanner): void {
  const faults = discovery.getControllers().flatMap(({ instance, metatype }) => {
    if (!metatype || instance === null || instance === undefined) return [];
    const prototype = Object.getPrototypeOf(instance) as object;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = (prototype as Record<string, unknown>)[name] as object;
      if (Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
      const permission: unknown =
        Reflect.getMetadata(PERMISSION, handler) ?? Reflect.getMetadata(PERMISSION, metatype as object);
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '?';
      const route = `${method} ${String((metatype as { name?: string }).name)}.${name}`;
      if (permission === undefined) return [`${route} names no permission: add @Permit, @AnyKey or @Public`];
      if (method !== 'GET' && GRAVE.includes(permission) && !asksStepUp(handler))
        return [`${route} asks for no second factor: add @StepUp`];
      return [];
    });
  });
  if (faults.length > 0) throw new Error(`Routes that are open: ${faults.join('; ')}.`);
}
