import { DEFAULT_RUN_LIMITS } from '@fixpoint/contracts/limits.ts';
import { Client, Connection } from '@temporalio/client';
import { expect, it } from 'vitest';
import { createTemporalIssueSignals } from './temporal-issue-signals.ts';
import { commandInput } from './testing/command-input.ts';
import { ISSUE } from './testing/ingress-fixture.ts';

it('gives up within its time when no Temporal is there', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const client = new Client({ connection });
  const signals = createTemporalIssueSignals(client, { limits: DEFAULT_RUN_LIMITS, timeoutMs: 300 });
  const startedAt = Date.now();

  await expect(signals.command(ISSUE, commandInput(ISSUE, 1))).rejects.toMatchObject({
    code: 'TEMPORAL_UNAVAILABLE',
  });
  await expect(signals.fact('issue/git.example/12/3', commandInput(ISSUE, 1))).rejects.toMatchObject({
    code: 'TEMPORAL_UNAVAILABLE',
  });

  expect(Date.now() - startedAt).toBeLessThan(3_000);
  await connection.close();
});
