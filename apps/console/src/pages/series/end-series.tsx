import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { faultsOf, Form } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { readMeetingsAgain } from '../meetings/use-meeting-act';
import type { Series } from './meeting-draft';
import { endSeries } from './series-queries';

interface EndProps {
  readonly series: Series;
  readonly onTold: (words: string) => void;
}

export function EndSeries({ series: { id, version }, onTold }: EndProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const act = useAct(
    (over: number, key) => endSeries(id, over, key),
    async () => {
      setAsked(false);
      onTold(t('series.ended'));
      await Promise.all([queryClient.invalidateQueries({ queryKey: ['series'] }), readMeetingsAgain()]);
    },
  );
  const leave = (): void => {
    setAsked(false);
    act.reset();
  };
  return (
    <>
      <Button
        look="warning"
        onPress={() => {
          setAsked(true);
        }}
      >
        {t('series.end')}
      </Button>
      {isAsked ? (
        <Dialog title={t('series.end')} isOpen onClose={leave}>
          <Form
            faults={faultsOf(act.error)}
            onSubmit={() => {
              act.mutate(version, { onError: () => void queryClient.invalidateQueries({ queryKey: ['series', id] }) });
            }}
          >
            <p>{t('series.endText')}</p>
            <FormButtons label={t('series.end')} busy={act.isPending} onClose={leave} />
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
