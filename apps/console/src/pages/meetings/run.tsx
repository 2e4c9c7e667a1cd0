import { useState, type ReactNode } from 'react';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { faultsOf, Form } from '../../ui/form';
import { CallOff } from './call-off';
import { closeMeeting, openMeeting } from './meeting-queries';
import { MoveMeeting } from './move-meeting';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import type { Meeting } from './words';

interface RunProps {
  readonly meeting: Meeting;
  readonly onTold: (words: string) => void;
}

/** Begins the meeting, and ends it; neither can be taken back, so that it asks once more. */
export function Run({ meeting, onTold }: RunProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const [changing, setChanging] = useState<'move' | 'callOff'>();
  const { id, state, version } = meeting;
  const what = state === 'scheduled' ? 'open' : 'close';
  const act = useMeetingAct(
    id,
    (over: number, key) => (what === 'open' ? openMeeting(id, over, key) : closeMeeting(id, over, key)),
    () => {
      setAsked(false);
      onTold(t(`meeting.${what}Done`));
    },
  );
  if (state !== 'scheduled' && state !== 'open') return null;
  const leave = (): void => {
    setAsked(false);
    act.reset();
  };
  if (changing !== undefined) {
    const Change = changing === 'move' ? MoveMeeting : CallOff;
    return (
      <Change
        meeting={meeting}
        onDone={(words) => {
          setChanging(undefined);
          onTold(words);
        }}
        onClose={() => {
          setChanging(undefined);
        }}
      />
    );
  }
  return (
    <section className="no-print">
      <h2>{t('meeting.run')}</h2>
      <div className="row">
        <Button
          look={what === 'open' ? 'primary' : 'warning'}
          onPress={() => {
            setAsked(true);
          }}
        >
          {t(`meeting.${what}`)}
        </Button>
        {what === 'open'
          ? (['move', 'callOff'] as const).map((change) => (
              <Button
                key={change}
                onPress={() => {
                  setChanging(change);
                }}
              >
                {t(`${change}.title`)}
              </Button>
            ))
          : null}
      </div>
      {isAsked ? (
        <Dialog title={t(`meeting.${what}`)} isOpen onClose={leave}>
          <Form
            faults={faultsOf(act.error)}
            onSubmit={() => {
              // Somebody may have changed the meeting meanwhile: then the next try is over what it is now.
              act.mutate(version, { onError: () => void readMeetingAgain(id) });
            }}
          >
            <p>{t(`meeting.${what}Text`)}</p>
            <div className="form-actions">
              <Button type="submit" look={what === 'open' ? 'primary' : 'warning'} busy={act.isPending}>
                {t(`meeting.${what}`)}
              </Button>
              <Button look="quiet" onPress={leave}>
                {t('common.back')}
              </Button>
            </div>
          </Form>
        </Dialog>
      ) : null}
    </section>
  );
}
