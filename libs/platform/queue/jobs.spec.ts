import { uuidv7 } from '#kernel';
import { isJobName, jobs, jobsOf, queueNames, type JobName } from './jobs';

const names = Object.keys(jobs) as JobName[];

describe('jobs', () => {
  it('belong to one queue each', () => {
    expect(queueNames.flatMap(jobsOf).sort()).toEqual([...names].sort());
  });

  it('are known by their own names only', () => {
    expect(names.every(isJobName)).toBe(true);
    expect(['toString', '__proto__', '', 'routing.Drain'].some(isJobName)).toBe(false);
  });

  it('keep of a payload what they know', () => {
    const endpointId = uuidv7();
    expect(jobs['delivery.lane'].parse({ endpointId, note: 'x' })).toEqual({ endpointId });
    expect(jobs['routing.drain'].parse({ note: 'x' })).toEqual({});
  });

  it.each([undefined, null, {}, 'x', { endpointId: 1 }, { endpointId: `${uuidv7()}'; --` }])(
    'refuse a lane without a UUID: %j',
    (payload) => {
      expect(() => jobs['delivery.lane'].parse(payload)).toThrow('endpointId is not a UUID');
    },
  );

  it('have keys without a colon, which BullMQ takes for its own', () => {
    const endpointId = uuidv7();
    for (const key of [jobs['delivery.lane'].key({ endpointId }), jobs['routing.drain'].key({})])
      expect(key).toMatch(/^[^:]+$/);
  });
});
