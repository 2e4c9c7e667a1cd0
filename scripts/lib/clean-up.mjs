// Runs beside a process until that ends, however it ends, and then kills its servers and removes its directories: the pipe between
// the two ends after SIGKILL too. A line of standard input is {"pids": [...], "directories": [...], "forget": false}; with
// `forget` they are somebody else's business again: a pid that is free again may soon be another's.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const pids = new Set();
const directories = new Set();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const told = JSON.parse(line);
    for (const pid of told.pids) pids[told.forget ? 'delete' : 'add'](pid);
    for (const directory of told.directories) directories[told.forget ? 'delete' : 'add'](directory);
  })
  .on('close', () => {
    for (const pid of pids) kill(pid);
    setTimeout(removeAll, pids.size > 0 ? 1_000 : 0);
  });

function kill(pid) {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended by itself.
  }
}

function removeAll() {
  for (const directory of directories) {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
