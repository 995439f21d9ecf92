import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryStorePath } from '../coordination/testing/open-temporary.ts';
import { openLocalBackend } from '../local/open-local-backend.ts';

const CHILD = fileURLToPath(new URL('./testing/write-under-takeovers.ts', import.meta.url));
const PROCESSES = 4;
const ROUNDS = 60;

it('never writes under a token after a newer one was given, whichever of four processes has it', async () => {
  const path = temporaryStorePath();
  const backend = openLocalBackend({ path, login: 'ann' });
  onTestFinished(() => backend.close());
  await backend.createIssue({ title: 'Wanted by all' });

  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const told = [CHILD, path, `agent-${index}`, String(ROUNDS)];
    const child = spawn(process.execPath, told, { stdio: ['ignore', 'ignore', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  });
  const exits = await Promise.all(children.map((child) => once(child, 'exit')));

  expect(exits).toEqual(children.map(() => [0, null]));
  const tokens: number[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await backend.listComments(1, cursor);
    tokens.push(...page.items.map(({ body }) => Number(body)));
    cursor = page.next;
    if (cursor === null) break;
  }
  expect(tokens.length).toBeGreaterThan(ROUNDS);
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
}, 60_000);
