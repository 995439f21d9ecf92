import { bundleWorkflows } from '@fixpoint/orchestrator/bundle-workflows.ts';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RecordedHistory, readHistories } from './history-files.ts';
import { installQuietRuntime } from './quiet-runtime.ts';

const violation = { name: 'DeterminismViolationError' };
const histories = readHistories();
let bundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  installQuietRuntime();
  bundle = await bundleWorkflows(new DefaultLogger('ERROR'));
});

function named(name: string): RecordedHistory {
  const found = histories.find((recorded) => recorded.name === name);
  if (!found) throw new Error(`no history ${name} is recorded`);
  return found;
}

async function replay(
  { history, workflowId }: RecordedHistory,
  workflowBundle: { code: string } = bundle,
): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
}

describe('what already runs goes on with the workflows as they stand', () => {
  it.each(histories.map(({ name }) => name))('%s', async (name) => {
    await expect(replay(named(name))).resolves.toBeUndefined();
  });

  it('holds one history of each kind', () => {
    const kinds = new Set(histories.map(({ name }) => name.split('.')[0]));

    expect([...kinds].sort()).toEqual([
      'asked',
      'blocked',
      'cancelled',
      'closed',
      'continued',
      'failed',
      'host-lost',
      'merged',
      'permission',
      'proposal-closed',
      'retried',
      'stopped',
      'synced',
    ]);
  });
});

describe('a workflow that would not', () => {
  it('is found when its first step is another one', async () => {
    const code = bundle.code.replaceAll('.captureIssue(', '.readPermission(');

    await expect(replay(named('merged.issue'), { code })).rejects.toMatchObject(violation);
  });

  it('is found when the history tells of another step', async () => {
    const recorded = named('merged.attempt-1');
    const told = JSON.parse(historyToJSON(recorded.history), (key, value) =>
      key === 'activityType' && value.name === 'think' ? { name: 'guess' } : value,
    );
    const history = historyFromJSON(told);

    await expect(replay({ ...recorded, history })).rejects.toMatchObject(violation);
  });
});
