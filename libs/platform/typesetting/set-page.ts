import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Typst from '@myriaddreamin/typst-ts-node-compiler';

const load = createRequire(__filename);

/** Latin, Cyrillic and Greek, and the Arabic script with the letters of Dari and Pashto: SIL Open Font License. */
const FONTS = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-naskh-arabic'].flatMap((name) => {
  const folder = dirname(load.resolve(`${name}/package.json`));
  return ['400Regular', '700Bold'].map((weight) => join(folder, weight));
});

/** A template with what is written into it, and what becomes of it. */
export interface PageOrder {
  readonly template: string;
  /** JSON, the template's `sys.inputs.doc`. */
  readonly doc: string;
  readonly as: 'pdf' | 'svg';
}

let compiler: Typst.NodeCompiler | undefined;

/** Sets a page in this very thread, for up to half a second. @throws Error when it cannot be set */
export function setPage({ template, doc, as }: PageOrder): Buffer {
  compiler ??= newCompiler();
  const compiled = compiler.compile({ mainFileContent: template, inputs: { doc } });
  const { result } = compiled;
  if (!result) throw new Error('a page could not be set', { cause: compiled.takeDiagnostics()?.shortDiagnostics });
  const set = as === 'pdf' ? compiler.pdf(result, { pdfTags: true }) : Buffer.from(compiler.plainSvg(result));
  compiler.evictCache(10);
  return set;
}

/** Its library, 50 MB of native code, is loaded by whoever sets a page and by nobody else. */
function newCompiler(): Typst.NodeCompiler {
  const { NodeCompiler } = load('@myriaddreamin/typst-ts-node-compiler') as typeof Typst;
  return NodeCompiler.create({ fontArgs: [{ fontPaths: FONTS }] });
}
