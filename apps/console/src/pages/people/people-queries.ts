import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';

export type Person = Schemas['Person'];

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => {
    const data: Person[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
      const page = await answerOf(hub.GET('/v1/people', { params: { query }, signal }));
      data.push(...page.data);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return data;
  },
});

export const readPeopleAgain = () => queryClient.invalidateQueries({ queryKey: ['people'] });

const over = ({ id, version }: Person) => ({ path: { id }, header: { 'If-Match': `"${version}"` } });

export const addPerson = (body: Schemas['AddPersonDto'], key: string) =>
  answerOf(hub.POST('/v1/people', { params: { header: { 'Idempotency-Key': key } }, body }));

export const lockPerson = (person: Person, locked: boolean) =>
  answerOf(hub.PATCH('/v1/people/{id}', { params: over(person), body: { locked } }));

export const giveRoles = (person: Person, given: Schemas['ChangeRolesDto']['roles']) =>
  answerOf(hub.PUT('/v1/people/{id}/roles', { params: over(person), body: { roles: given } }));

export const newSetUpLink = (id: string, key: string) =>
  answerOf(hub.POST('/v1/people/{id}/set-up-link', { params: { path: { id }, header: { 'Idempotency-Key': key } } }));

export const takeSecondFactor = (id: string) =>
  answerOf(hub.DELETE('/v1/people/{id}/second-factor', { params: { path: { id } } }));
