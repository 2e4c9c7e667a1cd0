import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { codeWords } from '../../ui/codes';

/** What a consent covers, part by part. */
export function Grants({ grants }: Pick<Schemas['ConsentSummary'], 'grants'>): ReactNode {
  const bodyName = useBodyName();
  if (grants.length === 0) return null;
  return (
    <ul>
      {grants.map((grant) => (
        <li key={JSON.stringify(grant)}>
          <strong>
            {grant.recipients === undefined ? t('consents.noBodyNamed') : grant.recipients.map(bodyName).join(', ')}
          </strong>
          : {grant.groups === undefined ? t('consents.allGroups') : grant.groups.map(codeWords).join(', ')}.{' '}
          {t('consents.purposes', { purposes: grant.purposes.map(codeWords).join(', ') })}
          {grant.expires === undefined ? null : ` ${t('consents.until', { day: grant.expires })}`}
        </li>
      ))}
    </ul>
  );
}
