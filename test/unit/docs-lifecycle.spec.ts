import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declineReasons, messageLifecycle, outcomes, recipientLifecycle } from '#messages';
import { lifecyclePage } from '../../scripts/lib/lifecycle-page.mjs';

it('docs/lifecycle.md says what the transition tables say (npm run docs:lifecycle)', () => {
  const page = lifecyclePage({ message: messageLifecycle, recipient: recipientLifecycle, declineReasons, outcomes });
  expect(readFileSync(join(__dirname, '../../docs/lifecycle.md'), 'utf8')).toBe(page);
});
