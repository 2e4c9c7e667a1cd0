import { resolve } from 'node:path';
import { defaultDataDir } from '#platform/embedded';
import { credentialsFile, type MadeCredentials } from './demo-credentials';
import type { DemoPerson } from './demo-people';
import type { HubOptions } from './options';

/** What this start made for the demo. */
export interface MadeForDemo {
  readonly made: MadeCredentials | undefined;
  readonly people: readonly DemoPerson[];
  readonly firstStart: boolean;
}

/** What a person sees once the hub serves: where to go, how to sign in, what to try. */
export function banner(
  address: string,
  options: HubOptions,
  { made, people, firstStart }: MadeForDemo,
  mailOutbox: string | undefined,
): string {
  const lines = [
    '',
    '  Liaison Hub is ready.',
    '',
    `    Console      ${address}/console/`,
    `    API          ${address}/v1`,
    `    API docs     ${address}/docs`,
    `    Health       ${address}/health/ready`,
    `    Data         ${options.dataDir}`,
    ...(mailOutbox === undefined ? [] : [`    Mail outbox  ${mailOutbox}`]),
    '',
  ];
  if (made) {
    const { credentials, renewed } = made;
    const [sample] = Object.entries(credentials.bodies).filter(([slug]) => slug === 'isaf-hq');
    if (firstStart) {
      const width = Math.max(...Object.keys(credentials.bodies).map((slug) => slug.length));
      lines.push('  API keys of the demo bodies (random, shown this once):', '');
      for (const [slug, { apiKey }] of Object.entries(credentials.bodies))
        lines.push(`    ${slug.padEnd(width)}  ${apiKey}`);
      lines.push('');
    }
    if (renewed.length > 0)
      lines.push(
        `  New keys were made for ${renewed.length} ${renewed.length === 1 ? 'body' : 'bodies'}: the former ones no longer held,`,
        '  or could not do all that this version can. They are refused from now on.',
        '',
      );
    if (people.length > 0) {
      const width = Math.max(...people.map(({ email }) => email.length));
      lines.push('  People of the demo (random passwords, shown this once and kept as hashes only):', '');
      for (const { organisation, email, password, roles } of people)
        lines.push(`    ${email.padEnd(width)}  ${password}  at ${organisation}, ${roles.join(', ')}`);
      lines.push('');
    } else
      lines.push(
        '  People of the demo sign in with the passwords that the first start printed: the hub keeps their hashes only.',
        '  Who has them no more starts a demo of its own: npm start -- --data-dir ANOTHER_FOLDER',
        '',
      );
    const file = credentialsFile(options.dataDir);
    // The demo looks for the hub of the usual folder by itself.
    const isUsual = options.dataDir === resolve(defaultDataDir());
    lines.push(
      `  The demo's API keys are in ${file}`,
      '  Each body has a second one there, secondApiKey: what one officer asks for, another decides.',
      '',
      '  Try next, in another terminal:',
      '',
      `    npm run demo${isUsual ? '' : ` -- --credentials ${file}`}`,
    );
    if (sample && firstStart)
      lines.push(`    curl -H "Authorization: Bearer ${sample[1].apiKey}" ${address}/v1/operations`);
    lines.push('');
  }
  lines.push('  Stop with Ctrl-C.', '');
  return lines.join('\n');
}
