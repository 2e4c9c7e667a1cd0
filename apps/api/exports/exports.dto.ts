import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { messageStates, recipientStates } from '#messages';
import { PageLimit } from '../http/page-limit';
import { PRIORITIES } from '../referrals/referral.dto';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, OperationId } from '../http/slug';

export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];
/** What one import takes. */
const MOST_ROWS = 2_000;

class ExportDto {
  @ApiProperty({ enum: exportFormats, description: 'CSV (RFC 4180, UTF-8) or an Excel workbook.' })
  @IsIn(exportFormats)
  format: ExportFormat;

  @OperationId({ description: 'Only this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ enum: PRIORITIES, description: 'Only with this priority.' })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: string;

  @ApiPropertyOptional({ description: 'Goes on where an export ended; its `Link` header has it.', format: 'uuid' })
  @MayBeLeftOut()
  @IsUUID()
  cursor?: string;

  @PageLimit({ most: MOST_ROWS, usually: MOST_ROWS })
  limit = MOST_ROWS;
}

export class ExportReferralsDto extends ExportDto {
  @ApiPropertyOptional({
    enum: messageStates,
    description: 'Only in this state. Without it: all but drafts and those entered in error.',
  })
  @MayBeLeftOut()
  @IsIn(messageStates)
  state?: string;

  @BodySlug({ description: 'Only those that went to this body.', optional: true })
  recipient?: string;
}

export class ExportInboxDto extends ExportDto {
  @ApiPropertyOptional({
    enum: recipientStates,
    description: 'Only in this state at your body. What was called off or recalled is never exported.',
  })
  @MayBeLeftOut()
  @IsIn(recipientStates)
  state?: string;
}
