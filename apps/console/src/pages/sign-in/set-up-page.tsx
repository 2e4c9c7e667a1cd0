import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { answerOf, hub } from '../../api/client';
import { isRefusal } from '../../api/problem';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { errorWords } from '../../ui/error-words';
import { TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Page } from '../../ui/page';
import { Outside } from './outside';

/** Where a link for a new password leads. What it carries stands after the #, which no server sees. */
export function SetUpPage(): ReactNode {
  const token = useRouterState({ select: ({ location }) => location.hash });
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMutation({
    mutationFn: () =>
      answerOf(
        hub.POST('/v1/session/set-up', {
          params: { header: { 'X-Liaison-Hub': 'person' } },
          body: { token, password },
        }),
      ),
    onSuccess: () => navigate({ to: '/sign-in', search: { why: 'set' }, replace: true }),
  });
  const faults = missing.length > 0 ? missing : refusalOf(act.error);
  return (
    <Outside>
      <Page title={t('setUp.title')} lead={t('setUp.lead')} failed={faults.length > 0}>
        <Form
          faults={faults}
          label={t('setUp.title')}
          onSubmit={() => {
            const found = missingOf(password, again);
            setMissing(found);
            if (found.length === 0) act.mutate();
          }}
        >
          <TextField
            name="password"
            type="password"
            label={t('setUp.password')}
            hint={t('setUp.passwordHint')}
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
          />
          <TextField
            name="again"
            type="password"
            label={t('setUp.again')}
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
          />
          <div className="form-actions">
            <Button type="submit" look="primary" busy={act.isPending}>
              {t('setUp.submit')}
            </Button>
          </div>
        </Form>
      </Page>
    </Outside>
  );
}

function missingOf(password: string, again: string): FormFault[] {
  if (password === '') return [{ field: 'password', message: t('setUp.needPassword') }];
  return password === again ? [] : [{ field: 'again', message: t('setUp.needSame') }];
}

function refusalOf(error: unknown): FormFault[] {
  // A link that was cut short on its way is refused for its shape.
  const isOfLink = (pointer: string): boolean => pointer === '/token';
  if (isRefusal(error) && error.problem.errors?.some(({ pointer }) => isOfLink(pointer)) === true)
    return [{ message: t('setUp.linkRefused') }];
  if (isRefusal(error, 'link_refused')) return [{ message: errorWords(error) }];
  return faultsOf(error, (pointer) => (pointer === '/password' ? 'password' : undefined));
}
