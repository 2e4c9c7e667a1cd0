import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { answerOf, hub } from '../../api/client';
import { isRefusal } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import { Mark } from '../../frame/mark';
import { OfflineNotice } from '../../frame/offline';
import { t } from '../../i18n';
import { meQuery } from '../../session/me';
import { Button } from '../../ui/button';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { TextField } from '../../ui/fields';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';

const fieldOf = (pointer: string): string | undefined => /^\/(organisation|email|password)/.exec(pointer)?.[1];

export function SignInPage(): ReactNode {
  const { to, why } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [given, setGiven] = useState({ organisation: '', email: '', password: '' });
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const signIn = useMutation({
    mutationFn: (body: typeof given) =>
      answerOf(hub.POST('/v1/session', { params: { header: { 'X-Liaison-Hub': 'person' } }, body })),
    onSuccess: async (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      if (to === undefined) await navigate({ to: '/' });
      // As a new page: nothing that the former session read is left.
      else globalThis.location.replace(`/console${to.replace(/^\/console(?=\/)/, '')}`);
    },
  });
  const set = (field: keyof typeof given) => (value: string) => {
    setGiven((before) => ({ ...before, [field]: value }));
  };
  const submit = (): void => {
    const found = missingOf(given);
    setMissing(found);
    signIn.reset();
    if (found.length === 0) signIn.mutate({ ...given, organisation: given.organisation.trim().toLowerCase() });
  };
  const faults = missing.length > 0 ? missing : refusalOf(signIn.error);
  return (
    <>
      <header className="bar">
        <div className="bar-in">
          <span className="bar-name">
            <Mark />
            {t('common.product')}
          </span>
        </div>
      </header>
      <OfflineNotice />
      <main className="main" id="main">
        <Page title={t('signIn.title')} failed={faults.length > 0} lead={t('signIn.lead')}>
          {why === 'ended' ? <Notice tone="note">{t('signIn.ended')}</Notice> : null}
          {why === 'left' ? (
            <Notice tone="done" announced>
              {t('signIn.signedOut')}
            </Notice>
          ) : null}
          <Form faults={faults} onSubmit={submit} label={t('signIn.title')}>
            <TextField
              name="organisation"
              label={t('signIn.organisation')}
              hint={t('signIn.organisationHint')}
              value={given.organisation}
              onChange={set('organisation')}
              autoComplete="organization"
            />
            <TextField
              name="email"
              type="email"
              label={t('signIn.email')}
              value={given.email}
              onChange={set('email')}
              autoComplete="username"
            />
            <TextField
              name="password"
              type="password"
              label={t('signIn.password')}
              value={given.password}
              onChange={set('password')}
              autoComplete="current-password"
            />
            <div className="form-actions">
              <Button type="submit" look="primary" busy={signIn.isPending}>
                {t('signIn.submit')}
              </Button>
            </div>
          </Form>
        </Page>
      </main>
    </>
  );
}

function missingOf({
  organisation,
  email,
  password,
}: Record<'organisation' | 'email' | 'password', string>): FormFault[] {
  return [
    ...(organisation.trim() === '' ? [{ field: 'organisation', message: t('signIn.needOrganisation') }] : []),
    ...(email.trim() === '' ? [{ field: 'email', message: t('signIn.needEmail') }] : []),
    ...(password === '' ? [{ field: 'password', message: t('signIn.needPassword') }] : []),
  ];
}

function refusalOf(error: unknown): FormFault[] {
  return isRefusal(error, 'sign_in_refused')
    ? [{ field: 'organisation', message: t('signIn.refused') }]
    : faultsOf(error, fieldOf);
}
