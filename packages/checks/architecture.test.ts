import { rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkArchitecture } from './architecture.ts';
import type { CheckResult } from './check.ts';
import { type Cruise, cruise } from './cruise.ts';
import type { SourceFile } from './source-files.ts';
import { treeOf, writeTree } from './testing/write-tree.ts';
import { ARCHITECTURE_RULES } from './tools.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const GOOD = {
  'packages/contracts/ids.ts': 'export const id = 1;',
  'packages/contracts/names.ts': "import { id } from './ids.ts';\nexport const name = String(id);",
  'packages/store/records.ts':
    "import { id } from '@fixpoint/contracts/ids.ts';\nimport { readFileSync } from 'node:fs';\nexport const record = [id, readFileSync];",
  'packages/proof/lesson.ts':
    "import type { id } from '@fixpoint/contracts/ids.ts';\nexport type Lesson = typeof id;",
  'packages/forges/ports.ts': 'export interface Forge {}',
  'packages/issue-core/model.ts': 'export interface Issue {}',
  'packages/issue-cli/main.ts':
    "import type { Issue } from '@fixpoint/issue-core/model.ts';\nexport type I = Issue;",
  'activities/git/push.ts':
    "import { record } from '@fixpoint/store/records.ts';\nexport const push = record;",
  'activities/agent/think.ts': 'export const think = 1;',
  'workflows/issue.ts':
    "import { name } from '@fixpoint/contracts/names.ts';\nimport type { Lesson } from '@fixpoint/proof/lesson.ts';\nexport type Issue = Lesson;\nexport const issue = name;",
  'services/git-worker/main.ts':
    "import { push } from '@fixpoint/activities-git/push.ts';\nexport const main = push;",
  'services/ingress/app.ts': 'export const app = 1;',
};

/** One file each that breaks one rule. */
const BAD: readonly (readonly [rule: string, path: string, source: string])[] = [
  ['contracts-import-nothing', 'packages/contracts/bad.ts', "import 'node:crypto';"],
  [
    'contracts-import-nothing',
    'packages/contracts/bad-type.ts',
    "export type { Forge } from '@fixpoint/forges/ports.ts';",
  ],
  [
    'packages-stay-below',
    'packages/store/bad.ts',
    "export const lazy = () => import('../../workflows/issue.ts');",
  ],
  ['activities-stay-below', 'activities/git/bad.ts', "import '@fixpoint/git-worker/main.ts';"],
  [
    'activities-stand-alone',
    'activities/git/bad-fleet.ts',
    "import type {} from '@fixpoint/activities-agent/think.ts';",
  ],
  ['only-activities-know-temporal', 'activities/git/bad-use-case.ts', "import '@temporalio/activity';"],
  ['services-stand-alone', 'services/ingress/bad.ts', "import '@fixpoint/git-worker/main.ts';"],
  ['packages-by-name', 'packages/store/bad-path.ts', "import '../contracts/ids.ts';"],
  ['production-imports-no-tests', 'packages/store/bad-import.ts', "import './store.test.ts';"],
  ['fleets-hold-one-power', 'services/git-worker/bad.ts', "import '@fixpoint/activities-agent/think.ts';"],
  ['only-fleets-run-activities', 'services/ingress/bad-run.ts', "import '@fixpoint/activities-git/push.ts';"],
  ['only-agent-calls-the-model', 'activities/git/bad-model.ts', "import '@anthropic-ai/sdk';"],
  ['only-sandbox-runs-containers', 'activities/git/bad-engine.ts', "import 'dockerode';"],
  ['only-forge-speaks-to-forges', 'activities/git/bad-forge.ts', "import '@fixpoint/forges/ports.ts';"],
  [
    'issue-core-knows-no-tracker',
    'packages/issue-core/bad.ts',
    "import type { Forge } from '@fixpoint/forges/ports.ts';\nexport type F = Forge;",
  ],
  ['issue-core-installs-alone', 'packages/issue-cli/bad.ts', "import '@temporalio/client';"],
  ['workflows-import-contracts-only', 'workflows/bad.ts', "import '@fixpoint/store/records.ts';"],
  [
    'workflows-import-contracts-only',
    'workflows/bad-zod.ts',
    "import { z } from 'zod';\nexport const s = z;",
  ],
  [
    'workflows-reach-no-io',
    'workflows/bad-io.ts',
    "import { setTimeout } from 'node:timers/promises';\nexport const t = setTimeout;",
  ],
  ['production-imports-no-tests', 'packages/store/bad-support.ts', "import './testing/clock.ts';"],
  ['no-cycles', 'packages/store/bad-cycle.ts', "import './bad-cycle-back.ts';"],
  ['no-unresolvable', 'packages/store/bad-missing.ts', "import './not-there.ts';"],
];
const SUPPORT = {
  'packages/store/store.test.ts': 'export {};',
  'packages/store/testing/clock.ts': 'export {};',
  'packages/store/bad-cycle-back.ts': "import './bad-cycle.ts';",
};

describe('a sound tree', () => {
  const tree = treeOf(GOOD);
  let root: string;
  let result: CheckResult;
  let seen: Cruise;

  beforeAll(async () => {
    root = await writeTree(tree);
    [result, seen] = await Promise.all([checkArchitecture(root, tree), cruise(root)]);
  });
  afterAll(() => rm(root, { recursive: true }));

  it('passes', () => {
    expect(result).toEqual({ name: 'architecture', ok: true, output: `${tree.length} files` });
  });

  it('is really looked at: every module and its imports, types included', () => {
    const imports = new Map(
      seen.modules.map((it) => [it.source, it.dependencies.map(({ module }) => module)]),
    );

    expect([...imports.keys()]).toEqual(expect.arrayContaining(Object.keys(GOOD)));
    expect(imports.get('packages/store/records.ts')).toEqual(['@fixpoint/contracts/ids.ts', 'fs']);
    expect(imports.get('packages/proof/lesson.ts')).toEqual(['@fixpoint/contracts/ids.ts']);
  });
});

describe('a tree that breaks every rule', () => {
  let root: string;
  let seen: Cruise;

  beforeAll(async () => {
    const bad = Object.fromEntries(BAD.map(([, path, source]) => [path, source]));
    root = await writeTree(treeOf({ ...GOOD, ...SUPPORT, ...bad }));
    seen = await cruise(root);
  });
  afterAll(() => rm(root, { recursive: true }));

  it.each(BAD)('is refused for %s in %s', (rule, path) => {
    const found = seen.summary.violations
      .filter(({ from, to }) => from === path || to === path)
      .map((it) => it.rule.name);

    expect(found).toContain(rule);
  });

  it('has a bad case for every rule', async () => {
    const rules: { default: { forbidden: { name: string }[] } } = await import(
      pathToFileURL(ARCHITECTURE_RULES).href
    );

    expect([...new Set(BAD.map(([rule]) => rule))].toSorted()).toEqual(
      rules.default.forbidden.map(({ name }) => name).toSorted(),
    );
  });

  it('is refused only where it is broken', () => {
    const broken = new Set(seen.summary.violations.map(({ from }) => from));

    expect(Object.keys(GOOD).filter((path) => broken.has(path))).toEqual([]);
  });
});

describe('a gate that would look away', () => {
  it('fails when there is nothing to look at', async () => {
    const tree: readonly SourceFile[] = treeOf({ 'packages/contracts/data.json': '{}' });
    const root = await writeTree(tree);

    const result = await checkArchitecture(root, tree);

    expect(result.ok).toBe(false);
    await rm(root, { recursive: true });
  });

  it('fails at an import that dependency-cruiser does not see', async () => {
    const hidden = "export function f(): Promise<import('./ids.ts').Id> { throw new Error(); }";
    const tree = treeOf({
      'packages/contracts/ids.ts': 'export type Id = 1;',
      'packages/contracts/hidden.ts': hidden,
    });
    const root = await writeTree(tree);

    const result = await checkArchitecture(root, tree);

    expect(result.ok).toBe(false);
    expect(result.output).toContain(
      'packages/contracts/hidden.ts:1: the architecture check does not see ./ids.ts',
    );
    await rm(root, { recursive: true });
  });

  it('fails at a file in a folder that it does not know', async () => {
    const tree = treeOf({ ...GOOD, 'libraries/new/main.ts': 'export {};' });
    const root = await writeTree(tree);

    const result = await checkArchitecture(root, tree);

    expect(result.output).toBe(
      'libraries/new/main.ts: not seen by the architecture check: move it into a package',
    );
    await rm(root, { recursive: true });
  });
});
