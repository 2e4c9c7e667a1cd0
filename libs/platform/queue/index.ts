export { checkQueueServer, type QueueConnection } from './connection';
export { JobClient } from './job-client';
export { JobHandler } from './job-handler';
export { JobServer, checkHandlers, type JobServerOptions } from './job-server';
export { jobs, queueNames, type JobName, type Jobs, type QueueName } from './jobs';
