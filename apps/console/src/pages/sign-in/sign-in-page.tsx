import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { isRefusal } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import { t } from '../../i18n';
import { meQuery } from '../../session/me';
import { Button } from '../../ui/button';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { TextField } from '../../ui/fields';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Elsewhere } from './elsewhere';
import { Outside } from './outside';

const fieldOf = (pointer: string): string | undefined => /^\/(organisation|email|password|code)/.exec(pointer)?.[1];

export function SignInPage(): ReactNode {
  const { to, why, problem } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [given, setGiven] = useState({ organisation: '', email: '', password: '' });
  // Asked for only when the hub does: most have no second factor, and it is not told before the password is right.
  const [code, setCode] = useState<string>();
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const signIn = useMutation({
    mutationFn: (body: Schemas['SignInDto']) =>
      answerOf(hub.POST('/v1/session', { params: { header: { 'X-Liaison-Hub': 'person' } }, body })),
    onError: (error) => {
      if (isRefusal(error, 'second_factor_required')) setCode('');
    },
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
    const found = missingOf(given, code);
    setMissing(found);
    signIn.reset();
    if (found.length > 0) return;
    signIn.mutate({
      ...given,
      organisation: given.organisation.trim().toLowerCase(),
      ...(code === undefined ? {} : { code: code.trim() }),
    });
  };
  const faults = missing.length > 0 ? missing : refusalOf(signIn.error);
  return (
    <Outside>
      <Page title={t('signIn.title')} failed={faults.length > 0} lead={t('signIn.lead')}>
        {why === 'ended' ? <Notice tone="note">{t('signIn.ended')}</Notice> : null}
        {problem === undefined ? null : (
          <Notice tone="late" announced>
            {t(problem === 'unavailable' ? 'signIn.elsewhereAway' : 'signIn.elsewhereRefused')}
          </Notice>
        )}
        {why === 'set' ? (
          <Notice tone="done" announced>
            {t('setUp.done')}
          </Notice>
        ) : null}
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
          {code === undefined ? null : (
            <TextField
              name="code"
              label={t('signIn.code')}
              hint={t('proof.codeHint')}
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              takesFocus
              fixed
            />
          )}
          <div className="form-actions">
            <Button type="submit" look="primary" busy={signIn.isPending}>
              {t('signIn.submit')}
            </Button>
          </div>
        </Form>
        <Elsewhere to={to} />
      </Page>
    </Outside>
  );
}

function missingOf({ organisation, email, password }: Schemas['SignInDto'], code: string | undefined): FormFault[] {
  return [
    ...(organisation.trim() === '' ? [{ field: 'organisation', message: t('signIn.needOrganisation') }] : []),
    ...(email.trim() === '' ? [{ field: 'email', message: t('signIn.needEmail') }] : []),
    ...(password === '' ? [{ field: 'password', message: t('signIn.needPassword') }] : []),
    ...(code?.trim() === '' ? [{ field: 'code', message: t('proof.need.code') }] : []),
  ];
}

function refusalOf(error: unknown): FormFault[] {
  if (isRefusal(error, 'second_factor_required')) return [];
  if (isRefusal(error, 'second_factor_refused')) return [{ field: 'code', message: t('signIn.codeRefused') }];
  if (isRefusal(error, 'sign_in_refused')) return [{ field: 'organisation', message: t('signIn.refused') }];
  return faultsOf(error, fieldOf);
}
