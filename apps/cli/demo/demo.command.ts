import { keyOf, readCredentials } from '#hub-client';
import { systemClock } from '#kernel';
import { newTag } from './demo-cases';
import { screenFor } from './demo-screen';
import { renderReport } from './report-table';
import { runDemo } from './run-demo';

export interface DemoFlags {
  readonly api?: string;
  readonly credentials: string;
  readonly timeout: number;
  readonly resume?: string;
  readonly json?: true;
}

const INTERRUPTED = 130;

/** @returns the exit code: 0 when everything arrived and was taken up */
export async function demo(flags: DemoFlags): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort(new Error('interrupted'));
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const screen = screenFor(process.stderr);
  const tag = flags.resume ?? newTag(systemClock.now());
  try {
    const credentials = await readCredentials(flags.credentials);
    const report = await runDemo({
      api: flags.api ?? credentials.api,
      keyOf: (body) => keyOf(credentials, body),
      bodies: [...credentials.keys.keys()],
      credentialsFile: flags.credentials,
      tag,
      timeoutMs: flags.timeout * 1_000,
      interruption: interruption.signal,
      screen,
    });
    screen.end();
    process.stdout.write(flags.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderReport(report));
    if (report.missing.length === 0) return 0;
    process.stderr.write(`Continue with: hub demo --resume ${tag}\n`);
    return interruption.signal.aborted ? INTERRUPTED : 1;
  } catch (error) {
    screen.end();
    process.stderr.write(`hub demo: ${reasonOf(error, flags)}\nContinue with: hub demo --resume ${tag}\n`);
    return interruption.signal.aborted ? INTERRUPTED : 1;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function reasonOf(error: unknown, { timeout }: DemoFlags): string {
  if (!(error instanceof Error)) return String(error);
  const outOfTime = error.name === 'TimeoutError' || error.name === 'AbortError';
  return outOfTime ? `it was not done within ${timeout} s, the hub did not answer in the end` : error.message;
}
