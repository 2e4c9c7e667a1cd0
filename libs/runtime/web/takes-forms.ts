import { RouteConfig } from '@nestjs/platform-fastify';

/** A page's route: a browser may post a plain form to it. Every other route answers 415. */
export function TakesForms(): MethodDecorator & ClassDecorator {
  return RouteConfig({ takesForms: true });
}

export function takesForms(config: object): boolean {
  return (config as { takesForms?: unknown }).takesForms === true;
}
