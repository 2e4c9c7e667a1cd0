import type { PipeTransform } from '@nestjs/common';
import { isUuid, notFound, type Uuid } from '#kernel';

/** An id in a path. What is no id names no record: 404, as for a record of somebody else. */
export class RecordId implements PipeTransform<string, Uuid> {
  transform(value: string): Uuid {
    const id = value.toLowerCase();
    if (!isUuid(id)) throw notFound('record');
    return id;
  }
}
