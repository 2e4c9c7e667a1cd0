import { EventPattern } from '@nestjs/microservices';
import type { JobName } from './jobs';

/** Marks the method that handles a job. The worker refuses to start when a job of its queues has none, or two. */
export function JobHandler(name: JobName): MethodDecorator {
  return EventPattern(name) as MethodDecorator;
}
