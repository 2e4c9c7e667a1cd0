import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { MayBeLeftOut } from './may-be-left-out';

/** The `cursor` of a list whose entries are told apart by their ids. */
export function PageCursor(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, format: 'uuid', description: '`next` of the page before.' }),
    MayBeLeftOut(),
    IsUUID(),
  );
}
