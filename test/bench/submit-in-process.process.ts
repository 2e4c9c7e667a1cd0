import 'reflect-metadata';
import { systemClock, type Uuid } from '#kernel';
import { Directory } from '#directory';
import type { Caller } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';
import { JobClient } from '#platform/queue';
import { submitReferral, submitTogether, type Submitted } from '#referrals';
import { ApiActions, type SharedChange } from '#runtime';
import { openTestVault } from '#test/test-vault';
import { clientsOfSystems } from './clients-of-systems';
import { answerQuestions } from './helper';

interface Setting {
  readonly url: string;
  readonly redisUrl: string;
  readonly masterKey: string;
  readonly keyStoreDir: string;
  readonly poolSize: number;
}
type Drafts = readonly { readonly id: string; readonly sender: Caller }[];

/** What the API does for a submission, without HTTP and without looking up the key. */
export interface SubmitInProcess extends Record<string, (argument: never) => unknown> {
  prepare: (argument: Setting) => Promise<void>;
  /** @returns milliseconds. */
  run: (argument: { drafts: Drafts; connections: number }) => Promise<number>;
}

let submit: SharedChange<Uuid, Submitted> | undefined;

answerQuestions({
  prepare: async (setting: Setting) => {
    const dataSource = createDataSource({ url: setting.url, applicationName: 'bench', poolSize: setting.poolSize });
    await dataSource.initialize();
    const database = new ApiDatabase(dataSource);
    const vault = openTestVault(setting).vault;
    const jobs = new JobClient({ backend: 'redis', url: setting.redisUrl });
    const actions = new ApiActions(database, vault, systemClock, new Directory(database), jobs);
    submit = actions.sharedChange(202, { alone: submitReferral, together: submitTogether });
  },
  run: ({ drafts, connections }: { drafts: Drafts; connections: number }) => {
    const shared = submit;
    if (!shared) throw new Error('prepare comes first');
    return clientsOfSystems(
      drafts,
      ({ sender }) => sender.keyId,
      connections,
      ({ id, sender }) =>
        shared(sender, { key: `submit/${id}`, route: `POST /v1/referrals/${id}/submit`, body: undefined }, id),
    );
  },
} satisfies SubmitInProcess);
