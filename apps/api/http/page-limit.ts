import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from './may-be-left-out';

/** The `limit` of a list: how many entries a page has at most. Initialise the property with the same default. */
export function PageLimit({ most, usually }: { readonly most: number; readonly usually: number }): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      minimum: 1,
      maximum: most,
      default: usually,
      type: 'integer',
      description: 'Most entries of a page.',
    }),
    MayBeLeftOut(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );
}
