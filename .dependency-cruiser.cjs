// Who may import whom (house style §3.2). Run by build/check-layers.ts, which fails when it has checked nothing.
const ROOMS =
  'claims|settlement|recovery|parts|counts|reconciliation|logistics|service|customers|sales|callcentre|analysis|exchange|print|intake';
const TEST = '\\.test\\.tsx?$';
const TEST_SUPPORT = '(\\.test\\.tsx?$|/testing/)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { path: '^(src-(main|renderer|server)|migrations|build|e2e|bench)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'no I/O, no clock, no npm: rules run in the renderer, on the desktop and on the server',
      severity: 'error',
      from: { path: '^src-shared/domain/', pathNot: TEST },
      to: { path: ['(^|/)node_modules/'], pathNot: '^src-shared/' },
    },
    {
      name: 'domain-uses-no-node',
      severity: 'error',
      from: { path: '^src-shared/domain/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-knows-only-domain',
      severity: 'error',
      from: { path: '^src-shared/domain/', pathNot: TEST },
      to: { path: '^src-shared/', pathNot: '^src-shared/domain/' },
    },
    {
      name: 'contract-uses-zod-and-orpc-only',
      severity: 'error',
      from: { path: '^src-shared/contract/', pathNot: TEST },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/(zod|@orpc/contract)/' },
    },
    {
      name: 'contract-does-nothing',
      severity: 'error',
      from: { path: '^src-shared/contract/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contract-knows-only-domain',
      severity: 'error',
      from: { path: '^src-shared/contract/', pathNot: TEST },
      to: { path: '^src-shared/', pathNot: '^src-shared/(contract|domain|errors)' },
    },
    {
      name: 'renderer-sees-only-shared',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-(main|server)|migrations|build|e2e|bench|src-shared/database)/' },
    },
    {
      name: 'renderer-runs-in-a-browser',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-uses-no-server-packages',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: {
        path: '(^|/)node_modules/(better-sqlite3|pg|kysely|exceljs|ws|electron|jose|csv-parse|ag-grid-enterprise|@orpc/server|@electric-sql)/',
      },
    },
    {
      name: 'main-and-server-are-strangers',
      severity: 'error',
      from: { path: '^src-(main|server)/' },
      to: { path: '^src-(main|server|renderer)/', pathNot: '^src-$1/' },
    },
    {
      name: 'rooms-do-not-reach-into-each-other',
      comment: 'a test may put the real neighbour in, as compose.ts does',
      severity: 'error',
      from: { path: `^src-(main|renderer|server)/(${ROOMS})/`, pathNot: TEST },
      to: { path: `^src-(main|renderer|server)/(${ROOMS})/`, pathNot: '^src-$1/$2/' },
    },
    {
      name: 'ui-and-grid-know-no-room',
      severity: 'error',
      from: { path: '^src-renderer/(ui|grid)/' },
      to: { path: `^src-renderer/(${ROOMS}|session|app)/` },
    },
    {
      name: 'electron-only-in-its-host',
      severity: 'error',
      from: { path: '^(src-|build|e2e|bench|migrations)', pathNot: '^src-main/electron/' },
      to: { path: '(^|/)node_modules/electron/' },
    },
    {
      name: 'the-core-knows-no-host',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/(electron|loopback)/' },
      to: { path: '^src-main/(electron|loopback)/' },
    },
    {
      name: 'hosts-are-strangers',
      severity: 'error',
      from: { path: '^src-main/(electron|loopback)/' },
      to: { path: '^src-main/(electron|loopback)/', pathNot: '^src-main/$1/' },
    },
    {
      name: 'migrations-use-kysely-only',
      comment: 'a migration must mean the same in five years',
      severity: 'error',
      from: { path: '^migrations/', pathNot: TEST },
      to: { path: '.', pathNot: ['^migrations/', '(^|/)node_modules/kysely/'] },
    },
    {
      name: 'planted-facts-know-no-rule',
      comment: 'the demo plants facts (a moved odometer), never what a rule would say',
      severity: 'error',
      from: { path: '^src-server/demo/facts/' },
      to: { path: '^src-shared/domain/claims/', reachable: true },
    },
    {
      name: 'no-test-support-in-the-product',
      severity: 'error',
      from: { path: '^(src-|migrations/)', pathNot: TEST_SUPPORT },
      to: { path: TEST_SUPPORT },
    },
    {
      name: 'the-product-knows-no-tool',
      severity: 'error',
      from: { path: '^(src-|migrations/)', pathNot: TEST_SUPPORT },
      to: { path: '^(build|e2e|bench)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.css$' },
  },
};
