import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** The log of the evidence: under which name and key it is sealed, and how far sealing may fall behind. */
export class EvidenceConfig {
  /**
   * The Ed25519 key that signs checkpoints: 32 random bytes in base64 (`openssl rand -base64 32`), as a file:
   * EVIDENCE_SIGNING_KEY_FILE. The tracking worker needs it, nobody else. Another key may follow; checkpoints of the first stay valid.
   */
  @Env('EVIDENCE_SIGNING_KEY')
  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { message: '$property must be 32 bytes in base64 (openssl rand -base64 32)' })
  signingKey?: string;

  /** Names the log in its checkpoints: the hub's host name and a path. Stays the same for as long as the log lives. */
  @Env('EVIDENCE_ORIGIN')
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/, {
    message: '$property must be a name such as hub.example.org/evidence',
  })
  origin = 'liaison-hub/evidence';

  /** Seconds that sealing may be behind before the API refuses new submissions. */
  @Env('EVIDENCE_LIMIT_SECONDS')
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(604_800)
  limitSeconds = 14_400;

  /** A time stamp authority (RFC 3161) that stamps the log now and then: http or https. Without it nobody does. */
  @Env('EVIDENCE_TSA_URL')
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false, disallow_auth: true })
  tsaUrl?: string;

  /** PEM certificates at which the chain of that authority must end. Give it as a file: EVIDENCE_TSA_CA_FILE. */
  @Env('EVIDENCE_TSA_CA')
  @IsOptional()
  @IsNotEmpty()
  tsaCa?: string;

  /** Seconds from one time stamp to the next. */
  @Env('EVIDENCE_TSA_INTERVAL_SECONDS')
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(604_800)
  tsaIntervalSeconds = 3_600;
}
