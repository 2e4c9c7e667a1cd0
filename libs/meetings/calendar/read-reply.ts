import { Worker } from 'node:worker_threads';
import { createRequire } from 'node:module';
import { invalidInput, isUuid, type Uuid } from '#kernel';
import type { WallTime } from '../domain/wall-time';

const load = createRequire(__filename);

/** A reply is a few hundred signs. */
export const LARGEST_REPLY = 65_536;
const LONGEST_MS = 2_000;
const HEAP_MB = 64;

/** A body's answer, as a calendar program writes it (RFC 5546, REPLY). */
export interface CalendarReply {
  readonly subject: Uuid;
  /** The original start of one meeting of a series. */
  readonly recurrenceId: WallTime | undefined;
  readonly sequence: number;
  readonly stamp: Date;
  readonly mailbox: string;
  readonly answer: 'accepted' | 'declined' | 'tentative';
}

type Property = readonly [
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  type: string,
  ...values: unknown[],
];
type Parsed = readonly [name: string, properties: readonly Property[], components: readonly Parsed[]];

const READ = `const { parentPort, workerData } = require('node:worker_threads');
const { default: given, ...names } = require(workerData.library);
parentPort.postMessage((given ?? names).parse(workerData.text));`;
const ANSWERS: Readonly<Record<string, CalendarReply['answer']>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/**
 * Reads a REPLY. What somebody else wrote is parsed in a thread of its own, for a bounded time and with a bounded memory: a
 * file that never ends to be read keeps nobody waiting.
 *
 * @throws HubError `invalid_input` that says what is wrong with it
 */
export async function readReply(text: string): Promise<CalendarReply> {
  if (Buffer.byteLength(text) > LARGEST_REPLY) throw unreadable(`is larger than ${LARGEST_REPLY} bytes`);
  const [name, properties, components] = await parsed(text);
  if (name !== 'vcalendar') throw unreadable('is no calendar');
  if (valueOf(properties, 'method') !== 'REPLY') throw unreadable('is no reply: its METHOD must be REPLY');
  const events = components.filter(([component]) => component === 'vevent');
  const [event] = events;
  if (!event || events.length > 1) throw unreadable('must hold exactly one VEVENT');
  return replyOf(event[1]);
}

function replyOf(properties: readonly Property[]): CalendarReply {
  const attendees = properties.filter(([property]) => property === 'attendee');
  const [attendee] = attendees;
  if (!attendee || attendees.length > 1) throw unreadable('must hold exactly one ATTENDEE: who replies');
  const subject = (valueOf(properties, 'uid') ?? '').replace(/@liaison-hub$/, '');
  if (!isUuid(subject)) throw unreadable('answers no invitation of this hub: its UID is another');
  const answer = ANSWERS[String(attendee[1]['partstat']).toUpperCase()];
  if (!answer) throw unreadable('must have PARTSTAT ACCEPTED, DECLINED or TENTATIVE');
  const stamp = new Date(valueOf(properties, 'dtstamp') ?? '');
  if (Number.isNaN(stamp.getTime())) throw unreadable('needs a DTSTAMP');
  const sequence = Number(valueOf(properties, 'sequence') ?? 0);
  if (!Number.isInteger(sequence) || sequence < 0) throw unreadable('has a SEQUENCE that is no number');
  const recurrenceId = valueOf(properties, 'recurrence-id');
  return {
    subject,
    recurrenceId: recurrenceId?.slice(0, 16),
    sequence,
    stamp,
    mailbox: String(attendee[3])
      .replace(/^mailto:/i, '')
      .toLowerCase(),
    answer,
  };
}

function valueOf(properties: readonly Property[], name: string): string | undefined {
  const value = properties.find(([property]) => property === name)?.[3];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function parsed(text: string): Promise<Parsed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(READ, {
      eval: true,
      workerData: { text, library: load.resolve('ical.js') },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const timer = setTimeout(() => void worker.terminate(), LONGEST_MS);
    worker.once('message', (message: unknown) => {
      const isOne = Array.isArray(message) && typeof message[0] === 'string' && Array.isArray(message[1]);
      if (isOne) resolve(message as unknown as Parsed);
      else reject(unreadable('is no calendar'));
    });
    worker.once('error', () => {
      reject(unreadable('cannot be read as a calendar (RFC 5545)'));
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(unreadable('takes too long to be read as a calendar'));
    });
  });
}

function unreadable(message: string): Error {
  return invalidInput([{ pointer: '/calendar', code: 'calendar_unreadable', message }]);
}
