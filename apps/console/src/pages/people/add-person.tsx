import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { addPerson, readPeopleAgain } from './people-queries';
import { RoleChecks, rolesOf } from './role-checks';

interface AddProps {
  readonly onTold: (words: string) => void;
  readonly onLink: (url: string) => void;
}

export function AddPerson({ onTold, onLink }: AddProps): ReactNode {
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: Schemas['AddPersonDto'], key) => addPerson(body, key),
    async ({ setUp }, body) => {
      onTold(t('people.added', { name: body.displayName }));
      onLink(setUp.url);
      setDisplayName('');
      setEmail('');
      setChosen([]);
      await readPeopleAgain();
    },
  );
  return (
    <section>
      <h2>{t('people.add')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.split('/')[1])}
        label={t('people.add')}
        onSubmit={() => {
          const found = [
            ...(displayName.trim() === '' ? [{ field: 'displayName', message: t('people.needName') }] : []),
            ...(email.trim() === '' ? [{ field: 'email', message: t('people.needEmail') }] : []),
            ...(chosen.length === 0 ? [{ field: 'roles', message: t('people.needRoles') }] : []),
          ];
          setMissing(found);
          if (found.length > 0) return;
          act.mutate({ displayName: displayName.trim(), email: email.trim(), roles: rolesOf(chosen) });
        }}
      >
        <TextField
          name="displayName"
          label={t('account.name')}
          autoComplete="off"
          maxLength={100}
          value={displayName}
          onChange={setDisplayName}
        />
        <TextField
          name="email"
          type="email"
          label={t('account.email')}
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={setEmail}
        />
        <RoleChecks name="roles" held={[]} value={chosen} onChange={setChosen} />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('people.addNow')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
