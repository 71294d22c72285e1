/** Layers: data flows from web to api to domain, and to Temporal's workflows and activities, one way. */
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    only('no-cycles', 'A circle of imports has no first file to read.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    only(
      'domain-stands-alone',
      'Rules and rows know nothing of HTTP or Temporal.',
      { path: '^domain/' },
      { path: '^(api|activities|workflows|worker|web|sandbox|scripts|test)/' },
    ),
    only(
      'domain-without-temporal',
      'Rules and rows know nothing of HTTP or Temporal.',
      { path: '^domain/' },
      { path: 'node_modules/(@temporalio|hono|@hono)/' },
    ),
    only(
      'workflows-are-deterministic',
      'The sandbox of workflows has no database, clock or network: only Temporal, activity types and pure files of the domain.',
      { path: '^workflows/' },
      {
        pathNot: ['^workflows/', '^domain/(?!.*(\\.entity|/orm|/entities|repository|-queries)\\.ts$).*\\.ts$', 'node_modules/@temporalio/(workflow|common)/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    only(
      'workflows-see-activity-types',
      'A workflow calls an activity through its proxy.',
      { path: '^workflows/' },
      { path: '^activities/', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'workflows-reach-no-entities',
      'An entity brings the ORM into the sandbox, also through another file of the domain.',
      { path: '^workflows/' },
      { path: '(\\.entity\\.ts|domain/(orm|entities)\\.ts|node_modules/@mikro-orm/)', reachable: true },
    ),
    only(
      'api-has-one-door-to-temporal',
      'api/temporal.ts is the only door.',
      { path: '^api/', pathNot: '^api/temporal\\.ts$' },
      { path: 'node_modules/@temporalio/client/', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'api-runs-no-activities',
      'The API starts workflows; their activities run in the worker. It reads balances through the same client of the charging system, and is watched in the same way.',
      { path: '^api/' },
      { path: '^(activities|worker|web|sandbox|scripts|test)/', pathNot: '^activities/adapters/(cgrates|telemetry)/', dependencyTypesNot: ['type-only'] },
    ),
    only('activities-serve-workflows', 'An activity knows nothing of the API.', { path: '^activities/' }, { path: '^(api|worker|web|sandbox|scripts|test)/' }),
    only(
      'web-speaks-http',
      'The portal reaches the API by HTTP only.',
      { path: '^web/' },
      { path: '^(api|domain|activities|workflows|worker|sandbox|scripts|test)/' },
    ),
    only(
      'sandbox-is-outside',
      'The sandboxes stand for systems of other people.',
      { path: '^(api|domain|activities|workflows|worker|web|playbooks)/' },
      { path: '^sandbox/' },
    ),
    only(
      'sandbox-knows-nothing',
      'The sandboxes stand for systems of other people; they share only the settings.',
      { path: '^sandbox/' },
      { path: '^(api|activities|workflows|worker|web|scripts|test)/' },
    ),
    only(
      'tests-are-not-imported',
      'Tests import the code, never the other way round; only the bench runner runs benches.',
      { pathNot: '^(test/|scripts/bench\\.ts$)' },
      { path: '^test/' },
    ),
    only(
      'everything-resolves',
      'An import of a package that package.json does not name breaks on another machine.',
      { pathNot: '^web/' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.svelte-kit|build)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json'],
    },
  },
};
