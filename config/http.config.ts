import { isIP } from 'node:net';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Env } from './load-config';

/** Addresses or networks in CIDR form; never all addresses at once. */
@ValidatorConstraint({ name: 'networks' })
class Networks implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return Array.isArray(value) && value.every((entry) => typeof entry === 'string' && isNetwork(entry));
  }

  defaultMessage(): string {
    return '$property must be addresses or networks with commas, for example 10.0.0.5,172.18.0.0/16';
  }
}

function isNetwork(text: string): boolean {
  const [base = '', bits, ...rest] = text.split('/');
  const version = isIP(base);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

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

  /** Port for figures (`/metrics`), apart from the API's; 0 takes a free one. Without it the process shows none. */
  @Env('METRICS_PORT')
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65_535)
  metricsPort?: number;

  /** Address for that port. Loopback unless whoever collects figures is on another machine or in another container. */
  @Env('METRICS_HOST')
  @IsString()
  metricsHost = '127.0.0.1';

  /** The hub's address as its partners reach it; links in webhooks begin with it. Default: where it listens. */
  @Env('PUBLIC_URL')
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  publicUrl?: string;

  /**
   * Proxies in front of the hub, with commas: addresses or networks. Of a request from one of them the caller's address is
   * the last in X-Forwarded-For that is none of them. Nobody else's header is believed.
   */
  @Env('TRUSTED_PROXIES')
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').flatMap((entry) => entry.trim() || []) : value,
  )
  @IsArray()
  @Validate(Networks)
  trustedProxies: string[] = [];

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
