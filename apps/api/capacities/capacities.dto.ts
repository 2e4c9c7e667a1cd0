import { ApiProperty } from '@nestjs/swagger';
import { Length, Matches } from 'class-validator';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export class ListCapacitiesDto {
  @ApiProperty({ type: String, description: 'The operation.', pattern: SLUG.source, maxLength: 64 })
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the id of an operation, for example "afghanistan"' })
  operation: string;
}
