import { useEffect, useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../api/client';
import { isRefusal } from '../api/problem';
import { t } from '../i18n';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { errorWords } from '../ui/error-words';
import { TextField } from '../ui/fields';
import { Form, type FormFault } from '../ui/form';
import { settleProof, useIsProofAsked } from './proof';

type Begun = Schemas['SecondFactorSecret'];
const header = { header: { 'X-Liaison-Hub': 'person' } } as const;

/** Asks for the second factor before something grave is done; who has none makes one here. */
export function ProofDialog(): ReactNode {
  const isAsked = useIsProofAsked();
  // What waits for an answer gets one, also when the page is left.
  useEffect(
    () => () => {
      settleProof(false);
    },
    [],
  );
  return isAsked ? <Proof /> : null;
}

type Stage =
  | { readonly name: 'code' | 'password' }
  | { readonly name: 'enrol'; readonly begun: Begun }
  | { readonly name: 'recovery'; readonly codes: readonly string[] };

function Proof(): ReactNode {
  const [stage, setStage] = useState<Stage>({ name: 'code' });
  const begin = useMutation({
    mutationFn: () => answerOf(hub.POST('/v1/session/second-factor', { params: header })),
    onSuccess: (begun) => {
      setStage({ name: 'enrol', begun });
    },
    onError: (error) => {
      if (isRefusal(error, 'step_up_required')) setStage({ name: 'password' });
    },
  });
  // Once there are recovery codes the second factor was shown, whichever way the dialog is left.
  const close = (): void => {
    settleProof(stage.name === 'recovery');
  };
  return (
    <Dialog title={t(`proof.${stage.name}`)} isOpen onClose={close}>
      {stage.name === 'code' ? (
        <Shown
          field="code"
          onDone={() => {
            settleProof(true);
          }}
        >
          <Button
            look="quiet"
            busy={begin.isPending}
            onPress={() => {
              begin.mutate();
            }}
          >
            {t('proof.none')}
          </Button>
        </Shown>
      ) : null}
      {stage.name === 'password' ? (
        <Shown
          field="password"
          onDone={() => {
            begin.mutate();
          }}
        />
      ) : null}
      {stage.name === 'enrol' ? (
        <Enrol
          begun={stage.begun}
          onDone={(codes) => {
            setStage({ name: 'recovery', codes });
          }}
        />
      ) : null}
      {stage.name === 'recovery' ? <Recovery codes={stage.codes} onDone={close} /> : null}
    </Dialog>
  );
}

function faultOf(error: unknown, field: string): FormFault[] {
  return error === null ? [] : [{ field, message: errorWords(error) }];
}

interface ShownProps {
  readonly field: 'code' | 'password';
  readonly onDone: () => void;
  readonly children?: ReactNode;
}

/** One field that shows who one is. */
function Shown({ field, onDone, children }: ShownProps): ReactNode {
  const [value, setValue] = useState('');
  const [isMissing, setMissing] = useState(false);
  const act = useMutation({
    mutationFn: () => answerOf(hub.POST('/v1/session/step-up', { params: header, body: { [field]: value.trim() } })),
    onSuccess: onDone,
  });
  const name = `proof-${field}`;
  return (
    <Form
      faults={isMissing ? [{ field: name, message: t(`proof.need.${field}`) }] : faultOf(act.error, name)}
      onSubmit={() => {
        setMissing(value.trim() === '');
        if (value.trim() !== '') act.mutate();
      }}
    >
      <p>{t(`proof.${field}Text`)}</p>
      <TextField
        name={name}
        label={t(`proof.${field}Label`)}
        hint={field === 'code' ? t('proof.codeHint') : undefined}
        type={field === 'code' ? 'text' : 'password'}
        autoComplete={field === 'code' ? 'one-time-code' : 'current-password'}
        value={value}
        onChange={setValue}
        fixed={field === 'code'}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('common.continue')}
        </Button>
        {children}
        <Leave />
      </div>
    </Form>
  );
}

/** The secret for an authenticator app, and its first code. */
function Enrol({ begun, onDone }: { readonly begun: Begun; onDone: (codes: readonly string[]) => void }): ReactNode {
  const [code, setCode] = useState('');
  const act = useMutation({
    mutationFn: () =>
      answerOf(hub.POST('/v1/session/second-factor/confirm', { params: header, body: { code: code.trim() } })),
    onSuccess: ({ recoveryCodes }) => {
      onDone(recoveryCodes);
    },
  });
  return (
    <Form
      faults={faultOf(act.error, 'proof-first')}
      onSubmit={() => {
        act.mutate();
      }}
    >
      <p>{t('proof.enrolText')}</p>
      <code className="secret">{begun.secret}</code>
      <p>
        <a href={begun.uri}>{t('proof.open')}</a>
      </p>
      <TextField
        name="proof-first"
        label={t('proof.firstLabel')}
        inputMode="numeric"
        autoComplete="one-time-code"
        width="short"
        value={code}
        onChange={setCode}
        fixed
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('common.continue')}
        </Button>
        <Leave />
      </div>
    </Form>
  );
}

/** What waited for the proof is told that it was refused. */
function Leave(): ReactNode {
  return (
    <Button
      look="quiet"
      onPress={() => {
        settleProof(false);
      }}
    >
      {t('common.cancel')}
    </Button>
  );
}

function Recovery({ codes, onDone }: { readonly codes: readonly string[]; onDone: () => void }): ReactNode {
  return (
    <>
      <p>{t('proof.recoveryText')}</p>
      <ul className="secret bare fixed">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button look="primary" onPress={onDone}>
        {t('proof.kept')}
      </Button>
    </>
  );
}
