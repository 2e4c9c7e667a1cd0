import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { HubError } from '#kernel';
import { problemsOfKind } from './check-kind';
import type { MessageKind } from './message-kind';

const load = createRequire(__filename);

/** The kinds of message that this hub knows, found by their folders. */
export class MessageKinds {
  private readonly byName = new Map<string, MessageKind>();
  private readonly taken = new Set<string>();

  /**
   * Takes every kind of a folder, once: each of its folders exports one as `kind`.
   *
   * @throws Error that lists every problem: the process does not start with a kind that it cannot release safely.
   */
  addFrom(folder: string): this {
    if (this.taken.has(resolve(folder))) return this;
    this.taken.add(resolve(folder));
    const found = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((name) => ({ name, kind: kindIn(folder, name) }));
    const problems = found.flatMap(({ name, kind }) => [
      ...problemsOfKind(kind, name),
      ...(this.byName.has(name) ? [`kind ${name}: there is one of this name already`] : []),
    ]);
    if (problems.length > 0) throw new Error(`Message kinds cannot be used:\n- ${problems.join('\n- ')}`);
    for (const { name, kind } of found) this.byName.set(name, kind as MessageKind);
    return this;
  }

  /** Every kind, by name. */
  all(): MessageKind[] {
    return [...this.byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  names(): string[] {
    return this.all().map(({ name }) => name);
  }

  /** Names of the kinds that are kept from everybody who was not let know of a message. */
  needingToKnow(): string[] {
    return this.all().flatMap(({ name, needToKnow }) => (needToKnow ? [name] : []));
  }

  /** Names of the kinds that ask for something by a day, such as a return of a nation. */
  askedByDay(): string[] {
    return this.all().flatMap(({ name, answerBy }) => (answerBy ? [name] : []));
  }

  /** Names of the kinds whose content is counted by itself. */
  countedElsewhere(): string[] {
    return this.all().flatMap(({ name, countedElsewhere }) => (countedElsewhere ? [name] : []));
  }

  /** The kind of a message on record. @throws Error when the hub that wrote it knew more kinds than this one. */
  of(name: string): MessageKind {
    const kind = this.byName.get(name);
    if (!kind) throw new Error(`a message has the kind "${name}", which this hub does not know`);
    return kind;
  }

  /** The kind that somebody asks for. @throws HubError `invalid_input` that lists the known ones. */
  asked(name: string): MessageKind {
    const kind = this.byName.get(name);
    if (kind) return kind;
    const message = `is no kind of message. Known: ${this.names().join(', ')}`;
    throw new HubError('invalid_input', `/kind ${message}.`, {
      errors: [{ pointer: '/kind', code: 'unknown_code', message }],
    });
  }
}

function kindIn(folder: string, name: string): Partial<MessageKind> {
  const path = resolve(folder, name);
  if (!['index.js', 'index.ts'].some((file) => existsSync(join(path, file)))) return {};
  return (load(path) as { kind?: Partial<MessageKind> }).kind ?? {};
}

/** The kinds of this process: those of the hub and, when it is told of a folder, those of the deployment. */
export const messageKinds = new MessageKinds().addFrom(join(__dirname, '../kinds'));

/** Kinds that operation files may speak of before this hub can send them. */
const FORESEEN = ['meeting-notice'];

/** The kinds that rules of an operation may name: a misspelt one would match nothing, and say nothing. */
export function kindsForRules(): string[] {
  return [...new Set([...messageKinds.names(), ...FORESEEN])].sort();
}
