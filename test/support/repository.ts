import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout's folder: the same for a test that Jest compiles and for one that was compiled to build/. */
export const repositoryRoot: string = above(__dirname);

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${__dirname}`);
  return above(parent);
}
