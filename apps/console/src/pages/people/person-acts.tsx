import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { errorWords } from '../../ui/error-words';
import { faultsOf, Form } from '../../ui/form';
import { Notice } from '../../ui/notice';
import { FormButtons } from '../../ui/form-buttons';
import { giveRoles, lockPerson, newSetUpLink, readPeopleAgain, takeSecondFactor, type Person } from './people-queries';
import { choiceOf, RoleChecks, rolesOf } from './role-checks';

interface ActsProps {
  readonly person: Person;
  readonly onTold: (words: string) => void;
  readonly onLink: (url: string) => void;
}

type Asked = 'lock' | 'factor' | 'roles';

/** What a focal point does about one person; nobody locks themselves out. */
export function PersonActs({ person, onTold, onLink }: ActsProps): ReactNode {
  const { person: self } = useMe();
  const [asked, setAsked] = useState<Asked>();
  const { displayName: name, lockedAt } = person;
  const link = useAct(
    (id: string, key) => newSetUpLink(id, key),
    ({ url }) => {
      onLink(url);
    },
  );
  const done = (words: string): void => {
    setAsked(undefined);
    onTold(words);
  };
  const unlock = useAct(
    (one: Person) => lockPerson(one, false),
    async () => {
      onTold(t('people.unlocked', { name }));
      await readPeopleAgain();
    },
  );
  const error = link.error ?? unlock.error;
  return (
    <div className="stack no-print">
      <div className="row">
        <Button
          aria-label={t('people.rolesOf', { name })}
          onPress={() => {
            setAsked('roles');
          }}
        >
          {t('people.roles')}
        </Button>
        <Button
          aria-label={t('people.linkFor', { name })}
          busy={link.isPending}
          onPress={() => {
            link.mutate(person.id);
          }}
        >
          {t('people.newLink')}
        </Button>
        {person.hasSecondFactor && person.id !== self?.id ? (
          <Button
            look="quiet"
            aria-label={t('people.factorOf', { name })}
            onPress={() => {
              setAsked('factor');
            }}
          >
            {t('people.takeFactor')}
          </Button>
        ) : null}
        {person.id === self?.id ? null : (
          <Button
            look="quiet"
            aria-label={t(lockedAt === null ? 'people.lockThis' : 'people.unlockThis', { name })}
            busy={unlock.isPending}
            onPress={() => {
              if (lockedAt === null) setAsked('lock');
              else unlock.mutate(person);
            }}
          >
            {t(lockedAt === null ? 'people.lock' : 'people.unlock')}
          </Button>
        )}
      </div>
      {error === null ? null : (
        <Notice tone="late" announced>
          {errorWords(error)}
        </Notice>
      )}
      {asked === 'roles' ? (
        <Roles
          person={person}
          onDone={() => {
            done(t('people.rolesDone', { name }));
          }}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      ) : null}
      {asked === 'lock' || asked === 'factor' ? (
        <Sure
          person={person}
          what={asked}
          onDone={() => {
            done(t(asked === 'lock' ? 'people.lockDone' : 'people.factorDone', { name }));
          }}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      ) : null}
    </div>
  );
}

interface AskedProps {
  readonly person: Person;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Roles({ person, onDone, onClose }: AskedProps): ReactNode {
  const [chosen, setChosen] = useState<readonly string[]>(() => person.roles.map(choiceOf));
  const act = useAct(
    (choices: readonly string[]) => giveRoles(person, rolesOf(choices)),
    async () => {
      onDone();
      await readPeopleAgain();
    },
  );
  const name = `roles-${person.id}`;
  return (
    <Form
      faults={faultsOf(act.error, () => name)}
      label={t('people.rolesOf', { name: person.displayName })}
      onSubmit={() => {
        // Somebody may have changed the person meanwhile: the next try is over what they are now.
        act.mutate(chosen, { onError: () => void readPeopleAgain() });
      }}
    >
      <RoleChecks name={name} held={person.roles} value={chosen} onChange={setChosen} />
      <FormButtons label={t('people.giveRoles')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

/** One more question before somebody is signed out everywhere, or has no second factor. */
function Sure({ person, what, onDone, onClose }: AskedProps & { readonly what: 'lock' | 'factor' }): ReactNode {
  const act = useAct(
    async (one: Person): Promise<void> => {
      await (what === 'lock' ? lockPerson(one, true) : takeSecondFactor(one.id));
    },
    async () => {
      onDone();
      await readPeopleAgain();
    },
  );
  return (
    <Dialog
      title={t(what === 'lock' ? 'people.lockThis' : 'people.factorOf', { name: person.displayName })}
      isOpen
      onClose={onClose}
    >
      <Form
        faults={faultsOf(act.error)}
        onSubmit={() => {
          act.mutate(person, { onError: () => void readPeopleAgain() });
        }}
      >
        <p>{t(what === 'lock' ? 'people.lockText' : 'people.factorText')}</p>
        <FormButtons
          label={t(what === 'lock' ? 'people.lock' : 'people.takeFactor')}
          busy={act.isPending}
          onClose={onClose}
        />
      </Form>
    </Dialog>
  );
}
