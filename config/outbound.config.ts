import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import { Env } from './load-config';

/** Its message never shows the URL, which may hold credentials. */
const PROXY_URL = /^https?:\/\/(?:[^\s/@:]+(?::[^\s/@:]*)?@)?(?:[^\s/@:?#[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i;
const SHAPE = {
  message:
    '$property must be http://user:password@host:port or https://…, without a path; write / : @ % of a password as %2F %3A %40 %25',
};

/** How everything that the hub sends over HTTP leaves its network. */
export class OutboundConfig {
  /** A CONNECT proxy for all of it, with the credentials that it asks for. Never logged. */
  @Env('OUTBOUND_PROXY_URL')
  @IsOptional()
  @Matches(PROXY_URL, SHAPE)
  proxyUrl?: string;

  /** The proxy gets names and judges their addresses itself. By default the hub resolves, judges, and hands an address over. */
  @Env('OUTBOUND_PROXY_RESOLVES')
  @Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string') return value;
    if (/^(?:1|true|yes)$/i.test(value)) return true;
    return /^(?:0|false|no)$/i.test(value) ? false : value;
  })
  @IsBoolean()
  proxyResolves = false;
}
