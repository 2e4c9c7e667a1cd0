import type { MessageHandler } from '@nestjs/microservices';
import { checkHandlers } from './job-server';
import { queueNames } from './jobs';

const handler = (): MessageHandler => Object.assign(() => Promise.resolve(), {});
const handlers = (...names: string[]) => new Map(names.map((name) => [name, handler()]));

describe('checkHandlers', () => {
  it('takes one handler for every job of the queues', () => {
    expect(() => {
      checkHandlers(queueNames, handlers('routing.drain', 'delivery.lane', 'tracking.sweep', 'meetings.keep'));
    }).not.toThrow();
  });

  it('asks for no job of a queue that the process does not serve', () => {
    expect(() => {
      checkHandlers(['delivery'], handlers('delivery.lane'));
    }).not.toThrow();
  });

  it('names every job without handler and every handler without job', () => {
    expect(() => {
      checkHandlers(['delivery', 'routing'], handlers('delivery.lane', 'tracking.sweep'));
    }).toThrow('job routing.drain has no handler; handler tracking.sweep is no job of delivery, routing');
  });

  it('refuses two handlers of one job', () => {
    const twice = handlers('delivery.lane');
    twice.get('delivery.lane')!.next = handler();
    expect(() => {
      checkHandlers(['delivery'], twice);
    }).toThrow('job delivery.lane has two handlers');
  });
});
