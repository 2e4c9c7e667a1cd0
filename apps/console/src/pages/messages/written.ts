import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import type { FormFault } from '../../ui/form';
import type { Room, Service, Tlp, Topic } from './code-lists';

/** What a person can write here; cases have pages of their own. */
export const writtenKinds = ['information-request', 'information-share', 'capacity-update'] as const;
export type WrittenKind = (typeof writtenKinds)[number];

/** A message as far as it is written. Each kind takes its own of these. */
export interface Written {
  readonly kind: WrittenKind;
  readonly to: readonly string[];
  readonly topics: readonly Topic[];
  readonly subject: string;
  /** The question, or what is told. */
  readonly text: string;
  readonly neededBy: string;
  readonly rooms: Readonly<Partial<Record<Service, Room>>>;
  readonly validUntil: string;
  readonly priority: NonNullable<Schemas['SendMessageDto']['priority']>;
  readonly status: NonNullable<Schemas['SendMessageDto']['status']>;
  readonly tlp: Tlp;
}

export const nothingWritten: Written = {
  kind: 'information-request',
  to: [],
  topics: [],
  subject: '',
  text: '',
  neededBy: '',
  rooms: {},
  validUntil: '',
  priority: 'normal',
  status: 'actual',
  tlp: 'AMBER',
};

/** The message as the hub takes it. */
export function messageOf(operation: string, written: Written): Schemas['SendMessageDto'] {
  const { kind, to, subject, priority, status, tlp } = written;
  return {
    ...{ operation, kind, priority, status, marks: { tlp } },
    ...(to.length > 0 ? { to: [...to] } : {}),
    ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
    body: bodyOf(written),
  };
}

function bodyOf({ kind, topics, text, neededBy, rooms, validUntil }: Written): Schemas['SendMessageDto']['body'] {
  if (kind === 'capacity-update')
    return {
      services: Object.entries(rooms).map(([service, status]) => ({ service: service as Service, status })),
      ...(validUntil === '' ? {} : { validUntil }),
    };
  if (kind === 'information-share') return { topics: [...topics], text: text.trim() };
  return { topics: [...topics], question: text.trim(), ...(neededBy === '' ? {} : { neededBy }) };
}

/** What has to be written yet, by the field where it is. */
export function missingOf({ kind, topics, text, rooms }: Written): FormFault[] {
  if (kind === 'capacity-update')
    return Object.keys(rooms).length === 0 ? [{ field: 'room-protection', message: t('messages.needRoom') }] : [];
  return [
    ...(topics.length === 0 ? [{ field: 'topics', message: t('messages.needTopic') }] : []),
    ...(text.trim() === '' ? [{ field: 'text', message: t('messages.needText') }] : []),
  ];
}

/** The field that a pointer of the hub's answer is about. */
export function fieldAt(pointer: string): string | undefined {
  const [, first = '', second = ''] = pointer.split('/');
  const name = first === 'body' ? second : first;
  return fields[name];
}

const fields: Readonly<Record<string, string>> = {
  to: 'to',
  subject: 'subject',
  topics: 'topics',
  question: 'text',
  text: 'text',
  neededBy: 'neededBy',
  services: 'room-protection',
  validUntil: 'validUntil',
  marks: 'tlp',
};
