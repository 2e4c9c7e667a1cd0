import { useState, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { BackLink } from '../../ui/back-link';
import { Page } from '../../ui/page';
import { blankSeries, seriesGiven } from './meeting-draft';
import { SeriesEditor } from './series-editor';
import { makeSeries, previewNew } from './series-queries';

export function NewSeriesPage(): ReactNode {
  const { organisation } = useMe();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => blankSeries(organisation));
  return (
    <Page title={t('series.new')} lead={t('series.newLead')} above={<BackToSeries />}>
      <SeriesEditor
        draft={draft}
        onChange={setDraft}
        isNew
        given={seriesGiven}
        preview={previewNew}
        save={async (given, key) => {
          const { id } = await makeSeries(given, key);
          await queryClient.invalidateQueries({ queryKey: ['series'] });
          await navigate({ to: '/series/$id', params: { id } });
        }}
      />
    </Page>
  );
}

export function BackToSeries(): ReactNode {
  return <BackLink to="/series">{t('series.list')}</BackLink>;
}
