import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { useBodyName } from '../api/directory';
import { kindWords } from '../pages/inbox/words';
import { Time } from './time';

interface ThreadProps {
  readonly messages: readonly Schemas['ThreadMessage'][];
  /** The message whose page this is. */
  readonly current: string;
}

/** What belongs together, in the order in which it happened. */
export function ThreadView({ messages, current }: ThreadProps): ReactNode {
  const bodyName = useBodyName();
  return (
    <ol className="timeline">
      {messages.map((message) => (
        <li key={message.messageId} aria-current={message.messageId === current ? true : undefined}>
          <Address message={message} current={current} />
          {' · '}
          {kindWords(message.kind)}
          {' · '}
          {bodyName(message.sender)}
          {message.subject === null ? null : <> · {message.subject}</>}
          <span className="soft small cell-line">
            <Time at={message.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Address({
  message,
  current,
}: {
  readonly message: Schemas['ThreadMessage'];
  readonly current: string;
}): ReactNode {
  if (message.messageId === current) return <strong>{message.reference}</strong>;
  if (message.direction === 'received')
    return (
      <Link to="/inbox/$messageId" params={{ messageId: message.messageId }}>
        {message.reference}
      </Link>
    );
  return (
    <Link to={message.kind === 'referral' ? '/referrals/$id' : '/messages/$id'} params={{ id: message.messageId }}>
      {message.reference}
    </Link>
  );
}
