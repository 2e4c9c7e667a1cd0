import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';

export type Matrix = Schemas['ProvisionMatrix'];
export type Provision = Matrix['provisions'][number];
export type Unit = Matrix['units'][number];
export type Standing = Unit['provisions'][number];

export function provisionsQuery(operation: string | undefined) {
  return queryOptions({
    queryKey: ['provisions', operation],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/provisions', { params: { query: { operation: operation ?? '' } }, signal })),
    enabled: operation !== undefined,
  });
}

export const acknowledgeProvisions = (body: Schemas['AcknowledgeProvisionsDto'], key: string) =>
  answerOf(hub.POST('/v1/provisions/acknowledgements', { params: { header: { 'Idempotency-Key': key } }, body }));
