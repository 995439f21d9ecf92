import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classifyTestRun } from './outcome.ts';
import { REPORT_FOLDER, reportEnvironment } from './report-environment.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixpoint-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runNode(...args: readonly string[]) {
  const { NODE_OPTIONS = '' } = reportEnvironment().env;
  const env = { PATH: process.env.PATH, NODE_OPTIONS: NODE_OPTIONS.replaceAll(REPORT_FOLDER, folder) };
  const run = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  return { exitCode: run.status, output: run.stdout + run.stderr };
}

test('node --test writes a report that says which test failed, and still prints', () => {
  const source =
    "import { test } from 'node:test'; import assert from 'node:assert'; test('adds', () => assert.equal(1, 2));";
  writeFileSync(join(folder, 'sum.test.mjs'), source);

  const run = runNode('--test', 'sum.test.mjs');
  const report = readFileSync(join(folder, 'node.xml'), 'utf8');

  expect(run.output).toContain('✖ adds');
  const outcome = { command: 'node --test', testId: 'adds', timedOut: false, reports: [report], ...run };
  expect(classifyTestRun({ ...outcome, output: '' })).toBe('failed-by-assertion');
});

test('other commands of Node are not disturbed', () => {
  expect(runNode('-e', 'console.log(1 + 1)')).toEqual({ exitCode: 0, output: '2\n' });
});

test('a project that chooses its own reporter keeps it', () => {
  const own = reportEnvironment('npm test', '{"scripts":{"test":"node --test --test-reporter=tap"}}', null);

  expect(own.env.NODE_OPTIONS).toBeUndefined();
  expect(reportEnvironment('npm test', null).env.NODE_OPTIONS).toContain('junit');
});
