import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly fault?: string;
}

/** A process of the bench beside the measured one, such as its clients; it answers one question at a time. */
export class Helper<Questions extends Record<string, (argument: never) => unknown>> {
  private asked = 0;
  private readonly waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, answer, fault }: Reply) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (fault === undefined) waiting?.resolve(answer as never);
      else waiting?.reject(new Error(fault));
    });
    child.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('A process of the bench ended early.'));
    });
  }

  /** Starts `<name>.process.js` of this folder. It ends with this process. */
  static start<Questions extends Record<string, (argument: never) => unknown>>(name: string): Helper<Questions> {
    return new Helper<Questions>(fork(join(__dirname, `${name}.process.js`), { stdio: ['ignore', 2, 2, 'ipc'] }));
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('A process of the bench did not start.');
    return pid;
  }

  ask<Name extends keyof Questions & string>(
    name: Name,
    argument: Parameters<Questions[Name]>[0],
  ): Promise<Awaited<ReturnType<Questions[Name]>>> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, name, argument } satisfies Question);
    });
  }

  stop(): void {
    this.child.kill();
  }
}

/** The other end: answers the questions of the process that started this one, and ends with it. */
export function answerQuestions(answers: Readonly<Record<string, (argument: never) => unknown>>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ id, name, argument }: Question) => {
    const answer = new Promise((resolve) => {
      resolve(answers[name]?.(argument as never));
    });
    answer.then(
      (value) => process.send?.({ id, answer: value } satisfies Reply),
      (error: unknown) => process.send?.({ id, fault: String(error) } satisfies Reply),
    );
  });
}
