import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './run.mjs';

/** The build leaves tests out, and what is run of them is not types' business here: `npm run typecheck` checks them. */
export function compileTests(folder) {
  const { transformFileSync } = createRequire(import.meta.url)('@swc/core');
  mkdirSync(join(root, 'build', folder), { recursive: true });
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  for (const file of files) {
    const { code } = transformFileSync(join(root, folder, file), {
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'commonjs' },
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        keepClassNames: true,
      },
    });
    writeFileSync(join(root, 'build', folder, file.replace(/\.ts$/, '.js')), code);
  }
}
