import { execFileSync } from 'node:child_process';
import { programOf } from '../program';
import { commandTree } from './command-tree';
import { completionScript, shells } from './completion-script';

const nodes = commandTree(programOf('credentials.json', {}));

/** What bash offers for the last of the words. */
function bashOffers(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _hub; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `complete() { :; }\n${completionScript('bash', nodes)}\n${ask}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion', () => {
  it('knows the commands from the program', () => {
    expect(nodes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['hub', 'hub inbox', 'hub inbox decide', 'hub referral withdraw-consent', 'hub demo']),
    );
  });

  it.each(shells)('writes a script for %s with commands, options and codes', (shell) => {
    const script = completionScript(shell, nodes);
    for (const word of ['inbox', 'decide', 'idempotency-key', 'declined_by_survivor', 'onward_referred'])
      expect(script).toContain(word);
  });

  it('offers in bash what fits', () => {
    expect(bashOffers('hub', 'in')).toEqual(['inbox']);
    expect(bashOffers('hub', 'inbox', 'confirm')).toEqual(['confirm-cancel', 'confirm-recall']);
    expect(bashOffers('hub', 'inbox', 'decide', 'x', 'declined', '--reason', 'dup')).toEqual(['duplicate']);
    expect(bashOffers('hub', 'message', 's')).toEqual(['send', 'submit', 'show']);
    expect(bashOffers('hub', 'events', 'follow', '--si')).toEqual(['--since']);
    expect(bashOffers('hub', 'agenda', 'list', '--state', 'se')).toEqual(['settled']);
    expect(bashOffers('hub', '--output', 'json', 'inbox', 'list', '--fo')).toEqual(['--follow']);
  });
});
