import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { OperationId } from '../http/slug';

const PROVISION = /^[A-Z]{3}-[A-Z][0-9]{1,3}$/;

export class ReadProvisionsDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;
}

export class ReadProvisionDto {
  @ApiProperty({ type: String, pattern: PROVISION.source, description: 'Id of the provision, such as KOS-P1.' })
  @IsString()
  @Matches(PROVISION, { message: 'must be the id of a provision, for example "KOS-P1"' })
  id: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 100000, description: 'The version that was read.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  version: number;
}

export class AcknowledgeProvisionsDto {
  @OperationId({ description: 'The operation.' })
  operation: string;

  @OperationId({ description: 'A unit of your body: `units` of the provisions names them.' })
  unit: string;

  @ApiProperty({ type: () => [ReadProvisionDto], minItems: 1, maxItems: 200, description: 'What its commander read.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ReadProvisionDto)
  provisions: ReadProvisionDto[];
}
