// `npm run docs:lifecycle`: writes docs/lifecycle.md from the transition tables.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { lifecyclePage } from './lib/lifecycle-page.mjs';
import { root, script } from './lib/run.mjs';

script(async () => {
  await buildIfStale();
  const domain = (name) => createRequire(import.meta.url)(join(root, 'build/libs/messages/domain', name));
  const { messageLifecycle } = domain('message-lifecycle.js');
  const { recipientLifecycle, declineReasons, outcomes } = domain('recipient-lifecycle.js');
  const page = lifecyclePage({ message: messageLifecycle, recipient: recipientLifecycle, declineReasons, outcomes });
  writeFileSync(join(root, 'docs/lifecycle.md'), page);
  console.log('docs/lifecycle.md is written.');
});
