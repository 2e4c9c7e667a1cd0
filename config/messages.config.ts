import { IsOptional, IsString } from 'class-validator';
import { Env } from './load-config';

/** Which kinds of message there are beside those of the hub. */
export class MessagesConfig {
  /** Folder of a deployment's own kinds: each folder in it holds a module that exports one as `kind`. */
  @Env('MESSAGE_KINDS_DIR')
  @IsOptional()
  @IsString()
  kindsDir?: string;
}
