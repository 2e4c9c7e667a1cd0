import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** How much may be attached to a message. */
export class AttachmentsConfig {
  /** Largest attachment, bytes. */
  @Env('ATTACHMENT_LIMIT')
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(67_108_864)
  fileBytes = 10_485_760;

  /** Attachments of one message. */
  @Env('ATTACHMENTS_PER_MESSAGE')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  messageFiles = 10;

  /** All attachments of one message together, bytes. */
  @Env('ATTACHMENTS_TOTAL_LIMIT')
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(1_073_741_824)
  messageBytes = 26_214_400;
}
