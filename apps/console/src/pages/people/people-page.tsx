import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Chip } from '../../ui/chip';
import { Empty } from '../../ui/empty';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { AddPerson } from './add-person';
import { peopleQuery, type Person } from './people-queries';
import { PersonActs } from './person-acts';
import { roleWords, useMission } from './role-checks';

/** Who may sign in for the body, and as what. */
export function PeoplePage(): ReactNode {
  const query = useQuery(peopleQuery);
  const mayManage = useMay('people:manage');
  const [told, setTold] = useState<string>();
  const [link, setLink] = useState<string>();
  return (
    <Page title={t('people.title')} lead={t('people.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {(people) =>
          people.length === 0 ? (
            <Empty title={t('people.empty')} />
          ) : (
            <div className="tracks">
              {people.map((person) => (
                <One key={person.id} person={person}>
                  {mayManage ? <PersonActs person={person} onTold={setTold} onLink={setLink} /> : null}
                </One>
              ))}
            </div>
          )
        }
      </Loaded>
      {mayManage ? <AddPerson onTold={setTold} onLink={setLink} /> : null}
      {link === undefined ? null : (
        <SecretDialog
          title={t('people.link')}
          text={t('people.linkText')}
          secrets={[{ name: t('people.link'), value: link }]}
          onClose={() => {
            setLink(undefined);
          }}
        />
      )}
    </Page>
  );
}

function One({ person, children }: { readonly person: Person; readonly children: ReactNode }): ReactNode {
  const missionOf = useMission();
  return (
    <article className="panel" aria-label={person.displayName}>
      <header className="panel-head">
        <h2 dir="auto">{person.displayName}</h2>
        {person.lockedAt === null ? (
          <Chip tone={person.hasPassword ? 'done' : 'soon'}>
            {t(person.hasPassword ? 'people.active' : 'people.waiting')}
          </Chip>
        ) : (
          <Chip tone="late">{t('people.locked')}</Chip>
        )}
      </header>
      <Facts>
        <Fact name={t('account.email')}>
          <span className="cell-url">{person.email}</span>
        </Fact>
        <Fact name={t('account.roles')}>
          {person.roles.length === 0
            ? t('common.none')
            : person.roles.map((role) => roleWords(role, missionOf)).join('; ')}
        </Fact>
        <Fact name={t('people.secondFactor')}>{t(person.hasSecondFactor ? 'common.yes' : 'common.no')}</Fact>
      </Facts>
      {children}
    </article>
  );
}
