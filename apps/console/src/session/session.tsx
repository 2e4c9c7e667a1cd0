import { createContext, useContext } from 'react';
import { may, type Me, type Permission } from './me';

/** Who is signed in, on every page but that of signing in. */
export const Session = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = useContext(Session);
  if (!me) throw new Error('nobody is signed in on this page');
  return me;
}

export function useMay(permission: Permission): boolean {
  return may(useMe(), permission);
}
