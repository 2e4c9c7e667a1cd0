import { randomInt } from 'node:crypto';
import { runFaults } from './driver/run-faults';

/** The fault driver as `npm run fault` starts it, with fewer of everything. FAULT_SEED repeats a run's choices. */
describe('the hub under random kills', () => {
  it('loses nothing, does nothing twice, and resumes what Redis forgot', async () => {
    const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));
    const options = { seed, kills: 25, submissions: 300, flushes: 3, everyMs: 600 };
    const report = await runFaults(options, (line) => process.stderr.write(`${line}\n`));
    process.stderr.write(`${JSON.stringify({ ...report, broken: report.broken.length })}\n`);
    // The seed stands beside what broke: FAULT_SEED=… npm test -- --only fault -- random-kills
    expect({ seed, broken: report.broken }).toEqual({ seed, broken: [] });
    expect(report).toMatchObject({ accepted: 300, lost: 0, secondEffects: 0, flushes: 3 });
    expect(report.kills['all']).toBe(25);
    expect(report.acknowledgements).toBeGreaterThan(300);
  }, 600_000);
});
