import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * An app of the hub, composed without evidence, to show what evidence costs: nothing is hashed and nothing inserted. The
 * product has no such switch. Arguments: the app.
 */
const build = resolve(__dirname, '../..');
const load = createRequire(__filename);
const evidence = load(join(build, 'libs/evidence/evidence.js')) as Record<string, unknown>;
evidence['evidenceRows'] = () => '[]';
evidence['witness'] = () => Promise.resolve();
evidence['insertEvidenceSql'] = (parameter: string) => `SELECT 1 WHERE ${parameter}::jsonb IS NULL`;
load(join(build, 'apps', process.argv[2] ?? '', 'main.js'));
