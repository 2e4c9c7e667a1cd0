// `npm run screenshots`: pictures of the console's pages, in each look, into .hub/screenshots (or the folder named).
import { join, resolve } from 'node:path';
import { npm, root, script } from './lib/run.mjs';

script(() => {
  const directory = resolve(process.argv[2] ?? join(root, '.hub', 'screenshots'));
  console.log(`Pictures go to ${directory}.`);
  const args = ['test', '--', '--only', 'browser', '--', '--testPathPatterns', 'browser/(console|meetings|oversight)'];
  return npm(args, { env: { ...process.env, SCREENSHOTS: directory } });
});
