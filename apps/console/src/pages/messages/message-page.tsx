import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { BackLink } from '../../ui/back-link';
import { Chip } from '../../ui/chip';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { PrintButton } from '../../ui/print-button';
import { kindWords, priorityTone } from '../inbox/words';
import { About } from '../sent/about';
import { OwnThread } from '../sent/own-thread';
import { Refused } from '../sent/refused';
import { SentContent } from '../sent/sent-content';
import type { SentMessage } from '../sent/sent-message';
import { Timeline } from '../sent/timeline';
import { Tracks } from '../sent/tracks';
import { CancelMessage } from './cancel-message';
import { messageQuery, messageTimelineQuery } from './message-queries';

/** A message that the body sent: how it stands with each body, what it says, and what happened to it. */
export function MessagePage(): ReactNode {
  const { id } = useParams({ from: '/inside/messages/$id' });
  const query = useQuery(messageQuery(id));
  const message = query.data;
  return (
    <Page
      title={message?.reference ?? t('messages.title')}
      lead={message === undefined ? undefined : (message.subject ?? kindWords(message.kind))}
      above={<BackLink to="/messages">{t('messages.title')}</BackLink>}
      actions={<PrintButton />}
    >
      <Loaded query={query}>{(data) => <Parts key={data.id} message={data} />}</Loaded>
    </Page>
  );
}

function Parts({ message }: { readonly message: SentMessage }): ReactNode {
  const [told, setTold] = useState<string>();
  const mayWrite = useMay('messages:write');
  const timeline = useQuery(messageTimelineQuery(message.id));
  return (
    <div className="stack-wide">
      {message.status === 'actual' ? null : <p className="sheet">{t(`frame.${message.status}`)}</p>}
      <div className="row">
        <Chip tone="plain">{kindWords(message.kind)}</Chip>
        <Chip tone={message.state === 'routed' ? 'done' : 'note'}>{t(`messageState.${message.state}`)}</Chip>
        <Chip tone={priorityTone(message.priority)}>{t(`priority.${message.priority}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Tracks message={message} />
      <Refused message={message} />
      {mayWrite ? <CancelMessage message={message} onTold={setTold} /> : null}
      <SentContent message={message} title={t('messages.content')} />
      <About message={message} />
      <Timeline query={timeline} operation={message.operation} />
      <OwnThread id={message.id} />
    </div>
  );
}
