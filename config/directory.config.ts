import { IsString } from 'class-validator';
import { Env } from './load-config';

/** Where the operations are described. */
export class DirectoryConfig {
  /** Folder of the operation files, one YAML file each. */
  @Env('OPERATIONS_DIR')
  @IsString()
  operationsDir = 'config/operations';
}
