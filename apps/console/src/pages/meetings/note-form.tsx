import { useState, type ReactNode } from 'react';
import { isRefusal } from '../../api/problem';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Notice } from '../../ui/notice';
import { FormButtons } from '../../ui/form-buttons';
import { writeNote } from './meeting-queries';
import type { RecordProps } from './recording';
import { useMeetingAct } from './use-meeting-act';

/** What both began from, what either wrote, and the version to go on from. */
interface Conflict {
  readonly base: string;
  readonly yours: string;
  readonly theirs: string;
  readonly version: number;
}

const sides = ['base', 'yours', 'theirs'] as const;

export function NoteForm({ meeting, item, onDone, onClose }: RecordProps): ReactNode {
  const [note, setNote] = useState(item.note);
  // The version that was read when the writing began: the page reads on meanwhile.
  const [version, setVersion] = useState(item.noteVersion);
  const [conflict, setConflict] = useState<Conflict>();
  const act = useMeetingAct(
    meeting.id,
    ({ words, over }: { words: string; over: number }, key) =>
      writeNote({ id: meeting.id, itemId: item.id }, words, over, key),
    () => {
      onDone(t('record.noteDone'));
    },
  );
  const onError = (error: Error): void => {
    const found = conflictOf(error);
    if (!found) return;
    setConflict(found);
    setVersion(found.version);
  };
  return (
    <Form
      faults={conflictOf(act.error) ? [] : faultsOf(act.error, (pointer) => (pointer === '/note' ? 'note' : undefined))}
      label={t('record.note')}
      onSubmit={() => {
        act.mutate({ words: note, over: version }, { onError });
      }}
    >
      {conflict === undefined ? null : <ConflictView conflict={conflict} onTake={setNote} />}
      <TextArea
        name="note"
        label={t('record.notes')}
        hint={t('record.noNames')}
        rows={6}
        maxLength={20_000}
        value={note}
        onChange={setNote}
        takesFocus
      />
      <FormButtons label={t('record.noteSave')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}

function conflictOf(error: unknown): Conflict | undefined {
  if (!isRefusal(error, 'edit_conflict')) return undefined;
  const { base = '', yours = '', theirs = '', version = 0 } = error.problem;
  return { base, yours, theirs, version };
}

interface ConflictProps {
  readonly conflict: Conflict;
  readonly onTake: (words: string) => void;
}

/** Two people wrote one note: all three texts, to be brought together in the field below. */
function ConflictView({ conflict, onTake }: ConflictProps): ReactNode {
  return (
    <Notice tone="late" title={t('record.conflict')} announced>
      <p>{t('record.conflictText')}</p>
      <div className="sides">
        {sides.map((side) => (
          <section key={side} aria-label={t(`record.${side}`)}>
            <h4>{t(`record.${side}`)}</h4>
            <p className="quote text" dir="auto">
              {conflict[side] === '' ? t('common.none') : conflict[side]}
            </p>
            {side === 'base' ? null : (
              <Button
                onPress={() => {
                  onTake(conflict[side]);
                }}
              >
                {t(`record.${side}Take`)}
              </Button>
            )}
          </section>
        ))}
      </div>
      <Button
        onPress={() => {
          onTake(`${conflict.theirs}\n\n${conflict.yours}`);
        }}
      >
        {t('record.bothTake')}
      </Button>
    </Notice>
  );
}
