import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** Where the process listens. */
export class HttpConfig {
  /** Address to listen on. Loopback unless a proxy in front of it needs another. */
  @Env('HUB_HOST')
  @IsString()
  host = '127.0.0.1';

  /** Port to listen on; 0 takes a free one. */
  @Env('PORT')
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 3000;

  /** The hub's address as its partners reach it; links in webhooks begin with it. Default: where it listens. */
  @Env('PUBLIC_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  publicUrl?: string;

  /** Largest JSON body, bytes. */
  @Env('BODY_LIMIT')
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(16_777_216)
  bodyLimit = 1_048_576;

  /** Largest workbook upload, bytes. */
  @Env('UPLOAD_LIMIT')
  @Type(() => Number)
  @IsInt()
  @Min(1_024)
  @Max(67_108_864)
  uploadLimit = 8_388_608;
}
