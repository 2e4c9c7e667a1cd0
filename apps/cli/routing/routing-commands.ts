import { type Command, Option } from 'commander';
import type { RoutingQuestion } from '#hub-client';
import { codesOf, consentPurposes, consentStates, minorStates, priorities, services } from '#messages';
import { hubGroup } from '../connection/connection-options';
import { codesFrom, gathered, withHub, type HubSurroundings } from '../connection/hub-command';
import { show } from '../output/show';
import { explanationTable } from './explanation-words';

export interface ExplainFlags {
  readonly operation: string;
  readonly service: readonly string[];
  readonly minor: string;
  readonly priority: string;
  readonly country?: readonly string[];
  readonly keyword?: readonly string[];
  readonly to?: readonly string[];
  readonly consent?: string;
  readonly consentPurpose?: readonly string[];
  readonly consentRecipient?: readonly string[];
}

/** What the rules would do. */
export function addRoutingCommands(program: Command, surroundings: HubSurroundings): void {
  const several = '; several with commas';
  hubGroup(program, 'routing', 'The rules that decide who receives what.')
    .command('explain')
    .description('Shows what the rules would do with an imagined case, body by body. Nothing is sent or kept.')
    .requiredOption('--operation <id>', 'the operation, for example afghanistan')
    .requiredOption('--service <code>', `what is asked for${several}`, codesFrom(codesOf(services)))
    .addOption(new Option('--minor <state>', 'whether it is a child').choices(codesOf(minorStates)).default('no'))
    .addOption(new Option('--priority <code>', 'how soon').choices(codesOf(priorities)).default('normal'))
    .option('--country <code>', `a country that the case touches, ISO 3166-1 alpha-2${several}`, gathered)
    .option('--keyword <word>', `a keyword that rules may name${several}`, gathered)
    .option('--to <body>', `whom it is addressed to${several}`, gathered)
    .addOption(
      new Option(
        '--consent <state>',
        'whether the person agreed (default: yes when a purpose or recipient is given; else nobody was asked)',
      ).choices(codesOf(consentStates)),
    )
    .option('--consent-purpose <code>', `what the person agreed to${several}`, codesFrom(codesOf(consentPurposes)))
    .option('--consent-recipient <body>', `a body that the consent names${several}`, gathered)
    .action((flags: ExplainFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.explainRouting(questionOf(flags)), explanationTable);
      }),
    );
}

/** The flags as the hub is asked. */
export function questionOf(flags: ExplainFlags): RoutingQuestion {
  const { operation, service, minor, priority, country, keyword, to, consentPurpose, consentRecipient } = flags;
  const given = flags.consent ?? (consentPurpose === undefined && consentRecipient === undefined ? undefined : 'yes');
  return {
    operation,
    facts: {
      services: service,
      minor,
      priority,
      ...(country === undefined ? {} : { countries: country }),
      ...(keyword === undefined ? {} : { keywords: keyword }),
    },
    ...(to === undefined ? {} : { to }),
    ...(given === undefined
      ? {}
      : {
          consent: {
            given,
            purposes: consentPurpose ?? [],
            ...(consentRecipient === undefined ? {} : { recipients: consentRecipient }),
          },
        }),
  };
}
