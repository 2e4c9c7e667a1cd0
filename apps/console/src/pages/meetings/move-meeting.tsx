import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Consequences } from '../series/consequences';
import { FormButtons } from '../../ui/form-buttons';
import { previewMeeting, rescheduleMeeting } from './meeting-queries';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import type { Meeting } from './words';

type Change = Schemas['RescheduleMeetingDto'];

interface MoveProps {
  readonly meeting: Meeting;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
}

/** Moves or changes one meeting; before it does, it says who is told and whether answers count no more. */
export function MoveMeeting({ meeting, onDone, onClose }: MoveProps): ReactNode {
  const { id, version, timeZone } = meeting;
  const [start, setStart] = useState(meeting.start);
  const [minutes, setMinutes] = useState(String(meeting.minutes));
  const [place, setPlace] = useState(meeting.place ?? '');
  const [link, setLink] = useState(meeting.link ?? '');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const [seen, setSeen] = useState<{ readonly change: Change; readonly preview: Schemas['MeetingPreview'] }>();
  const preview = useAct(
    (change: Change, key) => previewMeeting(id, change, key),
    (found, change) => {
      setSeen({ change, preview: found });
    },
  );
  const move = useMeetingAct(
    id,
    (change: Change, key) => rescheduleMeeting(id, change, version, key),
    () => {
      onDone(t('move.done'));
    },
  );
  const submit = (): void => {
    const change: Change = {
      ...(start === meeting.start ? {} : { start }),
      ...(minutes.trim() === String(meeting.minutes) ? {} : { minutes: Number(minutes) }),
      ...(place.trim() === (meeting.place ?? '') ? {} : { place: place.trim() }),
      ...(link.trim() === (meeting.link ?? '') ? {} : { link: link.trim() }),
    };
    const found = [
      ...(start === '' ? [{ field: 'start', message: t('series.needStart') }] : []),
      ...(Object.keys(change).length === 0 ? [{ message: t('series.needChange') }] : []),
    ];
    setMissing(found);
    if (found.length === 0) preview.mutate(change);
  };
  if (seen)
    return (
      <Consequences starts={[seen.preview.startsAt]} timeZone={timeZone} preview={seen.preview} isNew={false}>
        <Form
          faults={faultsOf(move.error)}
          label={t('series.consequences')}
          onSubmit={() => {
            move.mutate(seen.change, { onError: () => void readMeetingAgain(id) });
          }}
        >
          <FormButtons label={t('move.send')} busy={move.isPending} onClose={onClose} />
        </Form>
      </Consequences>
    );
  return (
    <section className="no-print">
      <h2>{t('move.title')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(preview.error, (pointer) => pointer.split('/')[1])}
        label={t('move.title')}
        onSubmit={submit}
      >
        <TextField
          name="start"
          type="datetime-local"
          label={t('series.start')}
          hint={t('series.startHint', { zone: timeZone })}
          value={start}
          onChange={(value) => {
            setStart(value.slice(0, 16));
          }}
          takesFocus
        />
        <TextField
          name="minutes"
          label={t('series.minutes')}
          width="short"
          inputMode="numeric"
          value={minutes}
          onChange={setMinutes}
        />
        <TextField
          name="place"
          label={t('meetings.place')}
          optional
          maxLength={200}
          value={place}
          onChange={setPlace}
        />
        <TextField
          name="link"
          type="url"
          label={t('meeting.link')}
          hint={t('series.linkHint')}
          optional
          width="full"
          maxLength={500}
          value={link}
          onChange={setLink}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={preview.isPending}>
            {t('series.preview')}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
