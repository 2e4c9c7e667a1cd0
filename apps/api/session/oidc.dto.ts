import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';

/** A page of the console, and never an address that somebody else put into a link. */
const OWN_PAGE = /^\/console(?:\/[A-Za-z0-9/_-]*)?$/;

export class BeginOidcDto {
  @ApiPropertyOptional({
    type: String,
    description: 'Which page of the console to show afterwards.',
    pattern: OWN_PAGE.source,
    maxLength: 200,
    default: '/console/',
  })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  @Matches(OWN_PAGE)
  to = '/console/';
}
