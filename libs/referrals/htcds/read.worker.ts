import { parentPort, workerData } from 'node:worker_threads';
import { HubError } from '#kernel';
import { parseHtcdsFile } from './parse-file';
import type { WorkerAnswer, WorkerTask } from './read';

function answer({ file, options }: WorkerTask): WorkerAnswer {
  try {
    return { reading: parseHtcdsFile(Buffer.from(file.buffer, file.byteOffset, file.byteLength), options) };
  } catch (error) {
    // An error's class is lost between threads, so a refusal crosses as data; anything else ends the worker.
    if (error instanceof HubError) return { refusal: { code: error.code, detail: error.detail } };
    throw error;
  }
}

parentPort?.postMessage(answer(workerData as WorkerTask));
