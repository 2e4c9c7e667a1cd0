/** Ids of a made-up case, the same in every example, so that a reader can follow it through the document. */
export const exampleIds = {
  message: '01980000-0000-7000-8000-000000000001',
  receipt: '01980000-0000-7000-8000-000000000002',
  endpoint: '01980000-0000-7000-8000-000000000003',
  delivery: '01980000-0000-7000-8000-000000000004',
  entry: '01980000-0000-7000-8000-000000000005',
  attachment: '01980000-0000-7000-8000-000000000006',
  consent: '01980000-0000-7000-8000-000000000006',
  exception: '01980000-0000-7000-8000-000000000007',
  key: '01980000-0000-7000-8000-000000000008',
  secondKey: '01980000-0000-7000-8000-000000000009',
  client: '01980000-0000-7000-8000-00000000000a',
} as const;

export const exampleReference = 'AFG-2026-000123';

export const exampleTimes = {
  created: '2026-03-02T08:00:00.000Z',
  submitted: '2026-03-02T08:05:00.000Z',
  acknowledged: '2026-03-02T10:30:00.000Z',
  decided: '2026-03-03T07:15:00.000Z',
  due: '2026-03-05T08:05:00.000Z',
  decisionDue: '2026-03-05T10:30:00.000Z',
} as const;
