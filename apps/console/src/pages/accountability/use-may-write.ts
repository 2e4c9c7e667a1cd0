import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { useMay, useMe } from '../../session/session';

/** Whether a person brings allegations: not at an authority, which answers them. */
export function useMayWrite(): boolean {
  const { organisation } = useMe();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const own = organisations.find(({ slug }) => slug === organisation);
  return useMay('accountability:report') && own !== undefined && own.kind !== 'nation-authority';
}
