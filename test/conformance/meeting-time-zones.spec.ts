import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const specs = [
  ...['expand', 'icalendar', 'zones'].map((name) => join(root, `libs/meetings/calendar/${name}.spec.ts`)),
  join(root, 'test/conformance/calendar.spec.ts'),
];
const projects = ['--selectProjects', 'unit', 'conformance'];

jest.setTimeout(120_000);

/** The zone of a process is settled when it starts: each gets one of its own, and so do the programs that it starts. */
describe('meetings begin when they are to, and are read so by others, whatever the zone of the process', () => {
  it.each(['UTC', 'Asia/Kabul', 'America/New_York'])('%s', (zone) => {
    const jest = require.resolve('jest/bin/jest');
    const { status, stderr } = spawnSync(process.execPath, [jest, ...projects, '--ci', ...specs], {
      cwd: root,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/Test Suites: +4 passed, 4 total/);
    expect(status).toBe(0);
  });
});
