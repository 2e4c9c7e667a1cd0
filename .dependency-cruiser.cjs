/** The floors of docs/architecture.md as rules: an import only looks down, and only through a lib's door (index.ts). */
const lib = (...names) => names.map((name) => `^libs/${name}/`);
const floors = [
  lib('kernel'),
  lib('evidence-log', 'timestamps'),
  lib('platform'),
  lib('directory', 'identity', 'vault', 'evidence'),
  lib('messages'),
  lib('routing', 'delivery', 'tracking'),
  lib('referrals'),
  lib('meetings', 'accountability', 'provisions'),
  lib('reporting'),
  lib('runtime'),
  ['^apps/'],
];

const onlyLooksDown = floors.slice(0, -1).map((floor, level) => ({
  name: `floor-${level}-only-looks-down`,
  severity: 'error',
  comment: 'An import only looks to a lower floor (docs/architecture.md).',
  from: { path: floor },
  to: { path: floors.slice(level + 1).flat() },
}));

const forbidden = [
  ...onlyLooksDown,
  { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'door-only',
    severity: 'error',
    comment: 'A lib is entered through its index.ts; platform has one door per room.',
    from: { path: '^(?:apps|libs)/([^/]+)/', pathNot: '^libs/platform/' },
    to: { path: '^libs/[^/]+/', pathNot: ['^libs/[^/]+/index\\.ts$', '^libs/platform/[^/]+/index\\.ts$', '^libs/$1/'] },
  },
  {
    name: 'platform-door-only',
    severity: 'error',
    from: { path: '^libs/platform/([^/]+)/' },
    to: {
      path: '^libs/',
      pathNot: ['^libs/[^/]+/index\\.ts$', '^libs/platform/[^/]+/index\\.ts$', '^libs/platform/$1/'],
    },
  },
  {
    name: 'domain-is-pure',
    severity: 'error',
    comment: 'domain/ holds rules: no framework, no database, no node I/O.',
    from: { path: '^libs/[^/]+/domain/', pathNot: '\\.spec\\.ts$' },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core', 'unknown'] },
  },
  {
    name: 'hub-client-sees-only-the-kernel',
    severity: 'error',
    comment: 'What talks to the hub over HTTP shares nothing with its inside.',
    from: { path: '^libs/hub-client/' },
    to: { path: '^(?:apps|libs|config)/', pathNot: ['^libs/hub-client/', '^libs/kernel/'] },
  },
  {
    name: 'partner-sdk-sees-nothing-of-the-hub',
    severity: 'error',
    comment: 'It is published by itself: Node.js and jose are all that it has. Examples see it as its users do.',
    from: { path: '^libs/partner-sdk/', pathNot: '\\.spec\\.ts$' },
    to: {
      path: '.',
      pathNot: ['^libs/partner-sdk/', 'node_modules/(?:jose|express|fastify|@types/[^/]+)/', '^(?:node:)?[a-z_/]+$'],
    },
  },
  {
    name: 'partner-sdk-needs-jose-alone',
    severity: 'error',
    from: { path: '^libs/partner-sdk/src/', pathNot: '\\.spec\\.ts$' },
    to: { path: 'node_modules/', pathNot: ['node_modules/jose/', 'node_modules/@types/node/'] },
  },
  {
    name: 'nothing-sees-the-partner-sdk',
    severity: 'error',
    comment: 'The hub does not lean on what it gives its partners. Tests do.',
    from: { path: '^(?:apps|libs|config)/', pathNot: '^libs/partner-sdk/' },
    to: { path: '^libs/partner-sdk/' },
  },
  {
    name: 'api-client-sees-nothing-of-the-hub',
    severity: 'error',
    comment: 'It is generated from the API document, and knows the hub from outside.',
    from: { path: '^libs/api-client/' },
    to: { path: '^(?:apps|libs|config|test)/', pathNot: '^libs/api-client/' },
  },
  {
    name: 'console-sees-only-the-api-client',
    severity: 'error',
    comment: 'What runs in a browser shares nothing with the server but what the API document says.',
    from: { path: '^apps/console/', pathNot: '\\.spec\\.ts$' },
    to: {
      path: ['^(?:apps|libs|config|test)/', '^(?:node:|fs|path|crypto)'],
      pathNot: ['^apps/console/', '^libs/api-client/'],
    },
  },
  {
    name: 'nothing-else-sees-the-console-or-its-client',
    severity: 'error',
    from: { path: '^(?:apps|libs|config)/', pathNot: ['^apps/console/', '^libs/api-client/'] },
    to: { path: ['^apps/console/', '^libs/api-client/', 'node_modules/react'] },
  },
  {
    name: 'kernel-imports-nothing',
    severity: 'error',
    from: { path: '^libs/kernel/', pathNot: '\\.spec\\.ts$' },
    to: { path: '.', pathNot: ['^libs/kernel/', '^crypto$', '^node:crypto$'] },
  },
  {
    name: 'evidence-log-needs-node-alone',
    severity: 'error',
    comment: 'Evidence is verified without the hub: by Node.js and these files.',
    from: { path: '^libs/evidence-log/', pathNot: '\\.spec\\.ts$' },
    to: { path: '.', pathNot: ['^libs/evidence-log/', '^(?:node:)?[a-z_/]+$'] },
  },
  {
    name: 'pkijs-only-in-timestamps',
    severity: 'error',
    from: { path: '^(?:apps|libs)/', pathNot: '^libs/timestamps/' },
    to: { path: 'node_modules/(?:pkijs|asn1js)/' },
  },
  {
    name: 'timestamps-need-no-hub',
    severity: 'error',
    comment: 'Time stamps are verified without the hub.',
    from: { path: '^libs/timestamps/', pathNot: '\\.spec\\.ts$' },
    to: { path: '^(?:apps|libs|config)/', pathNot: '^libs/timestamps/' },
  },
  {
    name: 'bullmq-only-in-queue',
    severity: 'error',
    from: { path: '^(?:apps|libs)/', pathNot: '^libs/platform/queue/' },
    to: { path: 'node_modules/bullmq/' },
  },
  {
    name: 'typeorm-only-in-database-and-entities',
    severity: 'error',
    from: {
      path: '^(?:apps|libs)/',
      pathNot: ['^libs/platform/database/', '\\.(?:entity|repository)\\.ts$', '/migrations/'],
    },
    to: { path: 'node_modules/typeorm/' },
  },
  {
    name: 'undici-only-in-http-client',
    severity: 'error',
    comment: 'Outbound HTTP passes the SSRF guard.',
    from: { path: '^libs/', pathNot: '^libs/platform/http-client/' },
    to: { path: 'node_modules/undici/' },
  },
  {
    name: 'apps-never-import-one-another',
    severity: 'error',
    comment: 'hub composes the others into one process and is the exception.',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/hub/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'not-to-test',
    severity: 'error',
    from: { path: '^(?:apps|libs|config)/', pathNot: '\\.spec\\.ts$' },
    to: { path: '^test/' },
  },
  {
    name: 'no-unresolvable',
    severity: 'error',
    comment:
      'react-aria-components names sources, under the condition by which ours are found, that it does not publish.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^react-aria-components$' },
  },
];

module.exports = {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^build/|^dist/|apps/api/openapi\\.json$)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
