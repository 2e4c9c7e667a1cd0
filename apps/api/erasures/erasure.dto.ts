import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsString, IsUUID, Length, ValidateNested } from 'class-validator';
import type { Uuid } from '#kernel';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

export class ErasedCaseDto {
  @OperationId({ description: 'The operation.' })
  operation: string;

  @ApiProperty({ minLength: 1, maxLength: 64, description: 'The code of the case, as your body writes it.' })
  @IsString()
  @Length(1, 64)
  caseCode: string;
}

export class RequestErasureDto {
  @ApiProperty({
    enum: ['body', 'person'],
    description: 'Who wants it: your body, or the person whom the case is about.',
  })
  @IsIn(['body', 'person'])
  cause: 'body' | 'person';

  @ApiProperty({ minLength: 10, maxLength: 4000, description: 'Why. Kept sealed, and erased with the rest.' })
  @IsString()
  @Length(10, 4_000)
  reason: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Id of a message that your body sent. Instead of `case`.',
  })
  @MayBeLeftOut()
  @IsUUID()
  messageId?: Uuid;

  @ApiPropertyOptional({
    type: () => ErasedCaseDto,
    description: 'All that your body sent about a case. Instead of `messageId`.',
  })
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => ErasedCaseDto)
  case?: ErasedCaseDto;
}

export class ListErasuresDto {
  @PageCursor()
  cursor?: Uuid;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
