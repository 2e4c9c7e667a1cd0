import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';

/** The rules that decided, each by its sentence and its name. */
export function Reasons({ reasons }: { readonly reasons: readonly Schemas['RoutingReason'][] }): ReactNode {
  return (
    <ul>
      {reasons.map(({ rule, text, provision, version }) => (
        <li key={rule}>
          {text}{' '}
          <span className="soft small">
            ({provision === undefined ? rule : `${rule}, ${provision}${version === undefined ? '' : ` v${version}`}`})
          </span>
        </li>
      ))}
    </ul>
  );
}
