import { RouteConfig } from '@nestjs/platform-fastify';
import { HubError } from '#kernel';

/** A route whose standard has it sent as a form. Its body is an object of texts, without a prototype. */
export function ReadsForm(): MethodDecorator & ClassDecorator {
  return RouteConfig({ readsForm: true });
}

export function readsForm(config: object): boolean {
  return (config as { readsForm?: unknown }).readsForm === true;
}

/** Most parameters of a form. */
const MOST = 20;

/** @throws HubError `malformed_json` when a parameter comes twice (RFC 6749 section 3.2), or there are too many. */
export function parseForm(body: Buffer): Record<string, string> {
  const form = Object.create(null) as Record<string, string>;
  const parameters = [...new URLSearchParams(body.toString('utf8'))];
  if (parameters.length > MOST) throw new HubError('malformed_json', `The form has more than ${MOST} parameters.`);
  for (const [name, value] of parameters) {
    if (name in form) throw new HubError('malformed_json', 'A parameter of the form comes twice. Send each once.');
    form[name] = value;
  }
  return form;
}
