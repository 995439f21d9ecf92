import { builtinModules } from 'node:module';

/** An npm package, however it is spelled once resolved: by name when it is missing, else somewhere under node_modules. */
const npm = (...names) => names.map((name) => `(^|/node_modules/)${name}(/|$)`);

const NODE_BUILTINS = `^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`;
const TESTS = ['\\.test\\.ts$', '/testing/', '^test/'];
const FLEETS = 'git|agent|sandbox|forge|ledger';

/** Arrows point one way: services → activities, workflows → packages; contracts import nothing. */
const LAYERS = [
  {
    name: 'contracts-import-nothing',
    comment: 'What crosses a process boundary depends on nothing but itself.',
    from: { path: '^packages/contracts/', pathNot: TESTS },
    to: { pathNot: '^packages/contracts/' },
  },
  {
    name: 'packages-stay-below',
    comment: 'Packages know neither activities, nor workflows, nor services.',
    from: { path: '^packages/' },
    to: { path: '^(activities|workflows|services)/' },
  },
  {
    name: 'activities-stay-below',
    comment: 'Activities are called by services and know neither them nor workflows.',
    from: { path: '^activities/' },
    to: { path: '^(workflows|services)/' },
  },
  {
    name: 'activities-stand-alone',
    comment: 'The activities of one fleet never import those of another: share through packages.',
    from: { path: '^activities/([^/]+)/' },
    to: { path: '^activities/', pathNot: '^activities/$1/' },
  },
  {
    name: 'only-activities-know-temporal',
    comment: 'Use cases take a signal and a heartbeat, so that tests call them directly.',
    from: { path: '^activities/', pathNot: ['(^|/)activities\\.ts$', ...TESTS] },
    to: { path: npm('@temporalio/[^/]+') },
  },
  {
    name: 'services-stand-alone',
    comment: 'A service is a composition root; nobody imports it.',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'packages-by-name',
    comment: 'Other packages are imported by their name (@fixpoint/…), so that package.json tells the truth.',
    from: { path: '^((?:packages|services|activities)/[^/]+)/', pathNot: TESTS },
    to: { path: '^(packages|services|activities|workflows)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'production-imports-no-tests',
    comment: 'What only tests need stays out of what runs.',
    from: { pathNot: TESTS },
    to: { path: TESTS },
  },
];

/** Each fleet holds one kind of power, and no fleet holds two. */
const POWERS = [
  {
    name: 'fleets-hold-one-power',
    comment: 'A fleet runs the activities of its own kind and no others.',
    from: { path: `^services/(${FLEETS})-worker/` },
    to: { path: '^activities/', pathNot: '^activities/$1/' },
  },
  {
    name: 'only-fleets-run-activities',
    comment: 'Activities run in the worker of their fleet.',
    from: { path: '^services/', pathNot: `^services/(${FLEETS})-worker/` },
    to: { path: '^activities/' },
  },
  {
    name: 'only-agent-calls-the-model',
    comment: 'The model is called by the agent fleet (and played by packages/replay).',
    from: { pathNot: '^(activities/agent|services/agent-worker|packages/replay|test)/' },
    to: { path: npm('@anthropic-ai/sdk') },
  },
  {
    name: 'only-sandbox-runs-containers',
    comment:
      'The Docker engine is reached by the sandbox fleet, and by what sets up or checks the local stack.',
    from: { pathNot: '^(activities/sandbox|services/sandbox-worker|packages/cli|deploy/local|test)/' },
    to: { path: npm('dockerode') },
  },
  {
    name: 'only-forge-speaks-to-forges',
    comment:
      'Forge clients belong to the forge fleet; ingress reads webhooks, the CLI and tests set things up.',
    from: {
      pathNot:
        '^(packages/(forges|cli|issue-cli)|activities/forge|services/(forge-worker|ingress)|deploy/local|test)/',
    },
    to: { path: '^packages/forges/' },
  },
];

/** Issue Core is of use without the platform, and installed without it. */
const ISSUE_CORE = [
  {
    name: 'issue-core-knows-no-tracker',
    comment: 'The core is written against the port; trackers are given to it.',
    from: { path: '^packages/issue-core/', pathNot: TESTS },
    to: { path: '^packages/', pathNot: '^packages/(issue-core|contracts)/' },
  },
  {
    name: 'issue-core-installs-alone',
    comment: 'No Temporal, no store and no Docker in what `npm i -g` brings.',
    from: { path: '^packages/(issue-[a-z]+|forges)/', pathNot: TESTS },
    to: { path: npm('@temporalio/[^/]+', 'mongodb', 'dockerode') },
  },
];

/** Workflows are deterministic: no I/O, nothing heavy in their bundle. */
const WORKFLOWS = [
  {
    name: 'workflows-import-contracts-only',
    comment: 'Workflows import contracts, @temporalio/workflow and common, and the pure lesson.',
    from: { path: '^workflows/', pathNot: TESTS },
    to: {
      pathNot: [
        '^workflows/',
        '^packages/contracts/',
        '^packages/proof/lesson\\.ts$',
        ...npm('@temporalio/workflow', '@temporalio/common'),
      ],
    },
  },
  {
    name: 'workflows-reach-no-io',
    comment:
      'Not even through what they import: Node built-ins break replay, zod bloats every cached workflow.',
    from: { path: '^workflows/', pathNot: TESTS },
    to: { path: [NODE_BUILTINS, ...npm('zod')], reachable: true },
  },
];

const HYGIENE = [
  {
    name: 'no-cycles',
    comment: 'Two modules that need each other are one idea, or lack a third module.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'What cannot be resolved cannot be checked.',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...LAYERS, ...POWERS, ...ISSUE_CORE, ...WORKFLOWS, ...HYGIENE].map((rule) => ({
    severity: 'error',
    ...rule,
  })),
  options: {
    // TypeScript 7 has no compiler API: without this parser, TypeScript files are skipped in silence.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^test/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
