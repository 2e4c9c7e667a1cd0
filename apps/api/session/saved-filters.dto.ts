import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { filteredPages, type FilteredPage } from '#identity';
import { MayBeLeftOut } from '../http/may-be-left-out';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ,.:;/_-]{0,59}$/u;
/** A slug or a code, as pages have them in their addresses. */
const VALUE = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/;

const Value =
  (description: string): PropertyDecorator =>
  (target, key) => {
    ApiPropertyOptional({ type: 'string', pattern: VALUE.source, maxLength: 64, description })(target, key);
    MayBeLeftOut()(target, key);
    Matches(/^(?=.{1,64}$)[a-z0-9]+(?:[-_][a-z0-9]+)*$/, { message: 'must be a slug or a code' })(target, key);
  };

export class FilterSearchDto {
  @Value('Part of the inbox.')
  show?: string;

  @Value('Operation.')
  operation?: string;

  @Value('Kind of message.')
  kind?: string;

  @Value('State of the message.')
  state?: string;

  @Value('Priority.')
  priority?: string;

  @Value('The body that sent it.')
  sender?: string;

  @Value('A body that it went to.')
  recipient?: string;

  @Value('"true": late. "false": not late.')
  overdue?: string;
}

export class SaveFilterDto {
  @ApiProperty({ enum: filteredPages, description: 'The list that it is of.' })
  @IsIn(filteredPages)
  page: FilteredPage;

  @ApiProperty({
    description: 'What you know it by. No personal data.',
    minLength: 1,
    maxLength: 60,
    pattern: NAME.source,
    example: 'Late, urgent',
  })
  @IsString()
  @Matches(NAME, { message: 'must be 1 to 60 letters, digits, blanks and , . : ; / _ -' })
  name: string;

  @ApiProperty({ type: FilterSearchDto, description: 'What the list is to show.' })
  @IsObject({ message: 'must be an object: what the list is to show' })
  @ValidateNested()
  @Type(() => FilterSearchDto)
  search: FilterSearchDto;
}
