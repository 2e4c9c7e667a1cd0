export {
  claimEvents,
  insertOutboxSql,
  outboxDepth,
  outboxRow,
  postpone,
  publish,
  settle,
  topics,
  type ClaimedEvent,
  type OutboxEvent,
  type Topic,
} from './outbox';
