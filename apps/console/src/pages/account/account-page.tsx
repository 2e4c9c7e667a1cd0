import type { ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Fact, Facts } from '../../ui/facts';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { Sessions } from './sessions';

export function AccountPage(): ReactNode {
  const { organisation, person, session } = useMe();
  const bodyName = useBodyName();
  return (
    <Page title={t('account.title')}>
      {person === undefined ? null : (
        <section>
          <h2>{t('account.person')}</h2>
          <Facts>
            <Fact name={t('account.name')}>{person.displayName}</Fact>
            <Fact name={t('account.email')}>{person.email}</Fact>
            <Fact name={t('account.body')}>{bodyName(organisation)}</Fact>
            <Fact name={t('account.roles')}>
              <ul>
                {person.roles.map(({ role, operation }) => (
                  <li key={`${role} ${operation ?? ''}`}>
                    {operation === null
                      ? t('account.everywhere', { role: t(`role.${role}`) })
                      : t('account.in', { role: t(`role.${role}`), operation })}
                  </li>
                ))}
              </ul>
            </Fact>
          </Facts>
        </section>
      )}
      {session === undefined ? null : (
        <section>
          <h2>{t('account.session')}</h2>
          <Facts>
            <Fact name={t('account.method')}>{session.method}</Fact>
            <Fact name={t('account.signedInAt')}>
              <Time at={session.createdAt} />
            </Fact>
            <Fact name={t('account.endsAt')}>
              <Time at={session.expiresAt} />
            </Fact>
            <Fact name={t('account.secondFactor')}>
              {session.secondFactorAt === null ? t('account.never') : <Time at={session.secondFactorAt} />}
            </Fact>
          </Facts>
        </section>
      )}
      <Sessions />
    </Page>
  );
}
