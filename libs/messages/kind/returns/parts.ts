import type { InputProblem } from '#kernel';
import type { JsonObject } from '../../domain/release/json';
import { period, statement } from '../information/parts';
import { periodContradictions } from '../information/facts';
import { date, flag, object } from '../../schema/schema-node';
import type { KindSchema, MessageKind } from '../message-kind';

/** The days that a return is about; both are needed. */
export const returnPeriod = { ...period, required: ['from', 'to'] } as const;
/** False: only a part, and more follows. */
export const isFinal = flag('P1', 'information');
/** What cannot be said in figures. About measures, never about a person. */
export const remarks = statement;

/** JSON Schema of what asks nations for a return. */
function requestSchema(name: string, title: string): KindSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:liaison-hub:kind:${name}:1`,
    title,
    // The last day on which the return is in time, in the operation's time zone.
    ...object({ period: returnPeriod, dueOn: date('P1', 'information'), remarks }, ['period', 'dueOn']),
  };
}

/** A kind that asks each of its recipients for a return by a day, and is tracked until it is there or declined. */
export function requestFor(name: string, title: string, what: string) {
  return {
    name,
    version: 1,
    title,
    summary: `Asks nations for ${what} by a day; tracked at each until it answers in full, or declines.`,
    distribution: 'request',
    schema: requestSchema(name, title),
    asks: 'answer',
    carriesCase: false,
    countedElsewhere: true,
    addressing: 'rules',
    marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
    contradictions: (body: JsonObject): InputProblem[] => periodContradictions(body),
    answerBy: (body: JsonObject): string => (body as unknown as { readonly dueOn: string }).dueOn,
  } as const satisfies MessageKind;
}

/** What every return has in common: it answers a request, and is final or a part. */
export const answersRequest = {
  distribution: 'response',
  asks: 'acknowledgement',
  carriesCase: false,
  countedElsewhere: true,
  addressing: 'reply',
  mustReply: true,
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  settles: (body: JsonObject) => (body['final'] === false ? 'in_progress' : 'completed'),
} as const;
