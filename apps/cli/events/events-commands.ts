import { type Command, InvalidArgumentError } from 'commander';
import type { EventData } from '#hub-client';
import { isUuid } from '#kernel';
import type { Connection } from '../connection/connect';
import { hubGroup } from '../connection/connection-options';
import { withHub, type HubSurroundings } from '../connection/hub-command';
import { interruption } from '../connection/interruption';
import { markedReference } from '../inbox/inbox-words';
import { printable } from '../output/printable';
import { problemText } from '../output/problem-text';
import { jsonOf, remark } from '../output/show';
import { localTime } from '../output/time-words';
import { followEvents } from './follow-events';

interface FollowFlags {
  readonly since?: string;
}

/** What happens to the messages of a body. */
export function addEventsCommands(program: Command, surroundings: HubSurroundings): void {
  hubGroup(program, 'events', 'What happens to the messages that your body sent or received.')
    .command('follow')
    .description('Tells what happens as it happens, one line each, until Ctrl-C.')
    .option('--since <id>', 'begins after this event, of the last 24 hours (default: now)', eventIdOf)
    .action((flags: FollowFlags, command: Command) => withHub(command, surroundings, (to) => follow(to, flags)));
}

async function follow({ hub, output }: Connection, { since }: FollowFlags): Promise<void> {
  await followEvents(hub, {
    ...(since === undefined ? {} : { since }),
    signal: interruption(),
    tell: ({ id, type, data }) => {
      process.stdout.write(`${output === 'json' ? jsonOf({ id, type, data }, 0) : eventLine(type, data)}\n`);
    },
    onGap: () => {
      remark('hub: events are missing here: you were away for too long. Read the lists again.');
    },
    onRetry: (error) => {
      remark(`hub: ${problemText(error)} Trying again.`);
    },
  });
}

function eventLine(type: string, data: EventData): string {
  const { at, event, organisation, state, messageId } = data;
  const about = organisation === null ? [] : [organisation];
  const now = state === null || state === event ? [] : [`→ ${state}`];
  return printable([localTime(at), type, markedReference(data), messageId, ...about, event, ...now].join('  '));
}

function eventIdOf(text: string): string {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new InvalidArgumentError('The id of an event, as --output json tells it.');
  return id;
}
