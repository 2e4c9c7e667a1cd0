import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { TEXT, TEXT_MESSAGE } from './meeting-agenda.dto';
import { OneLine } from './meeting-series.dto';

export class ApproveMinutesDto {
  @ApiPropertyOptional({ type: String, maxLength: 4_000, description: 'Remarks, which stand in the record.' })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 4_000)
  @Matches(TEXT, TEXT_MESSAGE)
  remarks?: string;
}

export class RequestChangesDto {
  @ApiProperty({ type: String, maxLength: 4_000, description: 'What is to be changed.' })
  @IsString()
  @Length(1, 4_000)
  @Matches(TEXT, TEXT_MESSAGE)
  remarks: string;
}

export class AmendMinutesDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'The item whose notes are amended.' })
  @IsUUID()
  item: string;

  @ApiProperty({ type: String, maxLength: 20_000, description: 'The notes as they are to read.' })
  @IsString()
  @MaxLength(20_000)
  @Matches(TEXT, TEXT_MESSAGE)
  note: string;

  @ApiProperty({ type: String, maxLength: 500, description: 'Why.' })
  @OneLine(500)
  reason: string;
}
