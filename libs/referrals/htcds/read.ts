import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { HubError, errorCodes, type ErrorCode } from '#kernel';
import { parseHtcdsFile } from './parse-file';
import type { HtcdsOptions, HtcdsReading } from './reading';
import { unreadable } from './workbook/unreadable';

/** What the worker reports: a reading, or a refusal by its code and sentence. */
export type WorkerAnswer =
  { readonly reading: HtcdsReading } | { readonly refusal: { readonly code: string; readonly detail: string } };

export interface WorkerTask {
  readonly file: Uint8Array;
  readonly options: HtcdsOptions;
}

// Compiled code runs beside its compiled worker. From TypeScript sources (tests) there is none, and no need for one.
const script = join(__dirname, 'read.worker.js');

/**
 * Reads an HTCDS workbook, or a submission of the HTCDS XForm, in a worker thread with a time and a memory limit, so
 * that no file holds up the hub. Which of the two it is, its content says.
 *
 * @throws HubError `workbook_unreadable` with what the file looks like and what to do
 */
export async function readHtcdsFile(file: Buffer, options: HtcdsOptions = {}): Promise<HtcdsReading> {
  if (existsSync(script)) return inWorker(script, file, options);
  return parseHtcdsFile(file, options);
}

/** Runs a worker script of this contract; it is terminated at `options.timeoutMs`. */
export async function inWorker(path: string, file: Buffer, options: HtcdsOptions): Promise<HtcdsReading> {
  const workerData: WorkerTask = { file, options };
  const worker = new Worker(path, { workerData, resourceLimits: { maxOldGenerationSizeMb: 512 } });
  const timeoutMs = options.timeoutMs ?? 20_000;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<HtcdsReading>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          unreadable(`Reading the file took longer than ${timeoutMs / 1000} s. Copy the rows into a fresh template.`),
        );
      }, timeoutMs);
      worker.once('message', (answer: WorkerAnswer) => {
        if ('reading' in answer) resolve(answer.reading);
        else reject(hubError(answer.refusal));
      });
      worker.once('error', (error) => {
        reject(failure(error));
      });
      worker.once('exit', () => {
        reject(new HubError('internal', 'The worker that reads workbooks ended without an answer.'));
      });
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function failure(error: Error & { code?: unknown }): HubError {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? unreadable('Reading the workbook takes too much memory. Copy the rows into a fresh template.')
    : new HubError('internal', 'The worker that reads workbooks failed.', { cause: error });
}

function hubError({ code, detail }: { code: string; detail: string }): HubError {
  const known: ErrorCode | undefined = errorCodes.find((each) => each === code);
  return new HubError(known ?? 'internal', detail);
}
