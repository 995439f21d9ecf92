import type { DeclaredTest, ProjectFacts } from '@fixpoint/contracts/project.ts';
import type { CheckReport } from '@fixpoint/contracts/sandbox-activities.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelFilter } from './engine/names.ts';
import { runChecks } from './run-checks.ts';
import {
  type Call,
  createHost,
  type Host,
  makeSpec,
  neverAborted,
  removeHost,
  Turns,
} from './testing/host.ts';

const EDIT = 'str_replace_based_edit_tool';
const PYTHON = {
  'calc.py': 'def add(a, b):\n    return a - b\n',
  'test_old.py': 'from calc import add\n\ndef test_zero():\n    assert add(0, 0) == 0\n',
};
const PYTHON_TEST = 'from calc import add\n\ndef test_add():\n    assert add(2, 3) == 5\n';
const PYTHON_FACTS: ProjectFacts = {
  source: 'python',
  buildCommand: null,
  testCommand: 'python3 -m pytest -q',
};
const DECLARED: DeclaredTest = {
  command: 'python3 -m pytest -q test_new.py',
  testId: 'test_add',
  files: ['test_new.py'],
};
const NODE = {
  'package.json':
    '{"name":"n","type":"module","scripts":{"build":"mkdir -p dist && cp sum.js dist/","test":"node --test"}}',
  'sum.js': 'export const sum = (a, b) => a * b;\n',
};
const NODE_TEST =
  "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { sum } from './sum.js';\n" +
  "test('sums', () => { assert.equal(sum(2, 3), 5); });\n";

describe('checks', () => {
  let host: Host;
  beforeAll(() => {
    host = createHost();
  });
  afterAll(() => removeHost(host));

  async function solve(
    files: Readonly<Record<string, string>>,
    calls: readonly Call[],
    test: DeclaredTest,
    facts: ProjectFacts,
  ) {
    const { spec } = await makeSpec(host, files);
    const turns = new Turns(host, spec);
    const { result } = await turns.act(calls);
    const head = result.snapshot;
    if (head === null) throw new Error('no snapshot');
    const check = (phase: 'red' | 'green'): Promise<CheckReport> =>
      runChecks(host.ports, host.workspaces, { spec, head, test, facts, phase }, neverAborted());
    return { red: await check('red'), green: await check('green') };
  }

  it('accepts a fix of a Python project', async () => {
    const { red, green } = await solve(
      PYTHON,
      [
        [EDIT, { command: 'create', path: 'test_new.py', file_text: PYTHON_TEST }],
        [EDIT, { command: 'str_replace', path: 'calc.py', old_str: 'a - b', new_str: 'a + b' }],
      ],
      DECLARED,
      PYTHON_FACTS,
    );

    expect(red).toMatchObject({
      phase: 'red',
      passed: true,
      reason: null,
      runs: [{ on: 'base', outcome: 'failed-by-assertion' }],
    });
    expect(green).toMatchObject({ phase: 'green', passed: true, reason: null, findings: [] });
    expect(green.runs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['new test', 'passed'],
      ['project tests', 'passed'],
    ]);
    const left = await host.ports.docker.listContainers({
      all: true,
      filters: labelFilter(host.ports.instanceLabel, null),
    });
    expect(left.filter((found) => found.Labels['fixpoint.workspace']?.includes('-'))).toEqual([]);
  });

  it('accepts a fix of a Node project with a build', async () => {
    const { red, green } = await solve(
      NODE,
      [
        [EDIT, { command: 'create', path: 'sum.test.js', file_text: NODE_TEST }],
        [EDIT, { command: 'str_replace', path: 'sum.js', old_str: 'a * b', new_str: 'a + b' }],
      ],
      { command: 'node --test sum.test.js', testId: 'sums', files: ['sum.test.js'] },
      { source: 'npm', buildCommand: 'npm run build', testCommand: 'npm test' },
    );

    expect(red).toMatchObject({ passed: true });
    expect(green.runs.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['new test', 'passed'],
      ['build', 'passed'],
      ['project tests', 'passed'],
    ]);
    expect(green).toMatchObject({ passed: true, reason: null });
  });

  it('refuses a test that passes on the base, and a fix that is none', async () => {
    const { red, green } = await solve(
      PYTHON,
      [[EDIT, { command: 'create', path: 'test_new.py', file_text: PYTHON_TEST.replace('== 5', '== -1') }]],
      DECLARED,
      PYTHON_FACTS,
    );

    expect(red).toMatchObject({ passed: false, reason: expect.stringContaining('passes on the base') });
    expect(green).toMatchObject({ passed: false, reason: expect.stringContaining('no fix') });
  });

  it('refuses a change that breaks or deletes an existing test', async () => {
    const { green } = await solve(
      PYTHON,
      [
        [EDIT, { command: 'create', path: 'test_new.py', file_text: PYTHON_TEST }],
        ['bash', { command: "rm test_old.py; sed -i 's/a - b/a + b/' calc.py" }],
      ],
      DECLARED,
      PYTHON_FACTS,
    );

    expect(green).toMatchObject({ passed: false, findings: [expect.stringContaining('test_old.py')] });
  });

  it('does not see what is ignored or only in the agent’s container', async () => {
    const { green } = await solve(
      { ...PYTHON, '.gitignore': 'fixture.txt\n' },
      [
        [
          EDIT,
          {
            command: 'create',
            path: 'test_new.py',
            file_text: `${PYTHON_TEST}\ndef test_file():\n    open('fixture.txt')\n`,
          },
        ],
        ['bash', { command: "echo x > fixture.txt; sed -i 's/a - b/a + b/' calc.py; python3 -m pytest -q" }],
      ],
      { ...DECLARED, testId: 'test_file' },
      PYTHON_FACTS,
    );

    expect(green).toMatchObject({ passed: false, runs: [{ outcome: 'failed-by-error' }, {}] });
  });

  it('ends a test that does not end', async () => {
    const { spec } = await makeSpec(host, PYTHON, { commandTimeoutMs: 1_500 });
    const { result } = await new Turns(host, spec).act([['bash', { command: 'echo x > x.txt' }]]);
    const head = result.snapshot;
    if (head === null) throw new Error('no snapshot');
    const test = { command: 'setsid sleep 100 & sleep 100', testId: 't', files: ['x.txt'] };

    const red = await runChecks(
      host.ports,
      host.workspaces,
      { spec, head, test, facts: PYTHON_FACTS, phase: 'red' },
      neverAborted(),
    );

    expect(red).toMatchObject({ passed: false, runs: [{ outcome: 'timed-out', exitCode: null }] });
  });
});
