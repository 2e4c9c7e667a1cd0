import { type Command, Option } from 'commander';
import type { HubClient, ReferralQuery } from '#hub-client';
import { systemClock, type Uuid } from '#kernel';
import { codesOf, priorities } from '#messages';
import { hubGroup } from '../connection/connection-options';
import type { Connection } from '../connection/connect';
import {
  gathered,
  idArgument,
  idempotencyOption,
  keyFrom,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { addMove, addReads, addSubmit, narrowed } from '../message/sent-commands';
import { exitCodes } from '../output/exit-code';
import { remark, show } from '../output/show';
import { importTable, submitRows, type ImportedWorkbook } from './import-workbook';
import { bytesOf, endingOf, jsonIn, keyOfContent } from './referral-file';
import { previewInWords, referralInWords, referralLine, referralTable, timelineTable } from './referral-words';

interface CreateFlags extends IdempotencyFlags {
  readonly submit?: true;
}

interface ImportFlags extends CreateFlags {
  readonly operation?: string;
  readonly priority?: string;
}

type RerouteFlags = IdempotencyFlags & { readonly to: readonly string[]; readonly instead?: readonly string[] };
type MoveName = Parameters<HubClient['moveReferral']>[1];

const FROM_CONTENT = 'made from the content';

/** What a body does with the referrals that it sends. */
export function addReferralCommands(program: Command, surroundings: HubSurroundings): void {
  const referral = hubGroup(program, 'referral', 'Referrals that your body sends.');
  addWriting(referral, surroundings);
  addReading(referral, surroundings);
  addMoves(referral, surroundings);
}

function addWriting(referral: Command, surroundings: HubSurroundings): void {
  idempotencyOption(referral.command('create'), FROM_CONTENT)
    .description('Makes a draft from a JSON file: the body of POST /v1/referrals.')
    .argument('<file>', 'the file; - for standard input')
    .option('--submit', 'submits it at once')
    .action((file: string, flags: CreateFlags, command: Command) =>
      withHub(command, surroundings, (to) => create(to, file, flags)),
    );
  idempotencyOption(referral.command('import'), FROM_CONTENT)
    .description('Makes drafts from the rows of an HTCDS 2.0 workbook, and reports every row.')
    .argument('<workbook>', 'the .xlsx file')
    .option('--operation <id>', 'operation of rows whose country names none')
    .addOption(new Option('--priority <code>', 'priority of rows that give none').choices(codesOf(priorities)))
    .option('--submit', 'submits the drafts at once')
    .action((file: string, flags: ImportFlags, command: Command) =>
      withHub(command, surroundings, (to) => importWorkbook(to, file, flags)),
    );
  const submit = { noun: 'referral', description: 'Submits a draft: the hub routes it.' };
  addSubmit(referral, surroundings, submit, ({ hub }, id, key) => hub.submitReferral(id, key));
}

async function create({ hub, apiKey, output }: Connection, file: string, flags: CreateFlags): Promise<void> {
  const bytes = await bytesOf(file);
  const content = jsonIn(file, bytes);
  const key = flags.idempotencyKey ?? keyOfContent('create', apiKey, [bytes]);
  const draft = await hub.createReferral(content, key);
  if (!flags.submit) {
    show(output, draft, (made) => referralLine(made, systemClock.now()));
    return;
  }
  try {
    const { state } = await hub.submitReferral(draft.id, `submit-${draft.id}`);
    show(output, { ...draft, state }, (made) => referralLine(made as typeof draft, systemClock.now()));
  } catch (error) {
    remark(`hub: the draft ${draft.reference} (${draft.id}) is made, and not submitted.`);
    throw error;
  }
}

async function importWorkbook({ hub, apiKey, output }: Connection, file: string, flags: ImportFlags): Promise<void> {
  const { operation, priority, submit } = flags;
  const content = await bytesOf(file);
  const key = flags.idempotencyKey ?? keyOfContent('import', apiKey, [content, operation ?? '', priority ?? '']);
  const drafts = await hub.importReferrals(
    {
      name: `workbook${endingOf(file, '.xlsx')}`,
      content,
      ...(operation === undefined ? {} : { operation }),
      ...(priority === undefined ? {} : { priority }),
    },
    key,
  );
  const sent = submit ? await submitRows(hub, drafts, 'submit') : undefined;
  const result: ImportedWorkbook = { ...drafts, ...(sent ? { submitted: sent.submitted } : {}) };
  show(output, result, importTable);
  if (sent && sent.code !== exitCodes.done) process.exitCode = sent.code;
  else if (drafts.problems.length > 0) process.exitCode = exitCodes.refusedInput;
}

function addReading(referral: Command, surroundings: HubSurroundings): void {
  narrowed(
    referral.command('list').description('Lists the referrals of your body, newest first, without content.'),
  ).action((query: ReferralQuery, command: Command) =>
    withHub(command, surroundings, async ({ hub, output }) => {
      show(output, await hub.referrals(query), ({ data, next }) => referralTable(data, next, systemClock.now()));
    }),
  );
  addReads(referral, surroundings, 'referral', {
    show: [
      'Shows a referral with its content and what became of it at each body.',
      async ({ hub, output }, id) => {
        show(output, await hub.referral(id), (read) => referralInWords(read, systemClock.now()));
      },
    ],
    timeline: [
      'Shows what happened to a referral.',
      async ({ hub, output }, id) => {
        show(output, await hub.referralTimeline(id), ({ data }) => timelineTable(data));
      },
    ],
    preview: [
      'Shows what each body would see, and which rule says so.',
      async ({ hub, output }, id) => {
        show(output, await hub.referralPreview(id), previewInWords);
      },
    ],
  });
}

const MOVES: Readonly<Record<MoveName, string>> = {
  cancel: 'Calls a referral off.',
  close: 'Closes what is finished.',
  reopen: 'Opens again what was closed.',
  'withdraw-consent': 'Tells that the person withdrew consent: every body has to stop using it.',
};

function addMoves(referral: Command, surroundings: HubSurroundings): void {
  for (const [name, description] of Object.entries(MOVES) as [MoveName, string][])
    addMove(referral, surroundings, { name, noun: 'referral', description }, ({ hub }, id, details, key) =>
      hub.moveReferral(id, name, details, key),
    );
  idempotencyOption(referral.command('reroute'))
    .description('Asks other bodies after a decline.')
    .addArgument(idArgument('referral'))
    .requiredOption('--to <body>', 'a body to ask; several with commas', gathered)
    .option('--instead <body>', 'a body that declined and is closed by this; several with commas', gathered)
    .action((id: Uuid, flags: RerouteFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { to, instead } = flags;
        const details = { to, ...(instead === undefined ? {} : { instead }) };
        const moved = await hub.rerouteReferral(id, details, keyFrom(flags));
        show(output, moved, (now) => referralLine(now, systemClock.now()));
      }),
    );
}
