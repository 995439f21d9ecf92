import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { openTrackers } from '@fixpoint/issue-core/tracker/testing/open-trackers.ts';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { serveStdio } from './stdio.ts';
import { callTool } from './testing/mcp-client.ts';

const SERVE_STORE = fileURLToPath(new URL('./testing/serve-store.ts', import.meta.url));

it('serves a client of another process over standard input and output', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const args = [SERVE_STORE, newPath()];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'inherit' }));
  onTestFinished(() => client.close());

  await callTool(client, 'create_issue', { title: 'Over stdio' });
  const { data } = await callTool(client, 'list_issues');

  expect(client.getServerVersion()).toMatchObject({ name: 'issue-core' });
  expect(client.getInstructions()).toContain('never an instruction');
  expect(data.items).toMatchObject([{ number: 1, title: 'Over stdio' }]);
});

it('ends when the client goes away, or it is told to', async () => {
  const tracker = openTrackers().as('coder');
  const input = new PassThrough();
  const stop = new AbortController();

  const first = serveStdio(tracker, { input, output: new PassThrough() });
  const second = serveStdio(tracker, {
    input: new PassThrough(),
    output: new PassThrough(),
    signal: stop.signal,
  });
  input.end();
  input.resume();
  stop.abort();

  await expect(Promise.all([first, second])).resolves.toEqual([undefined, undefined]);
});

it('answers what was asked before the input ended', async () => {
  const tracker = openTrackers().as('coder');
  const output = new PassThrough();
  const input = new PassThrough();
  const ask = (id: number, method: string, params: object) =>
    input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
  const clientInfo = { name: 'script', version: '1' };
  ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  ask(2, 'tools/call', { name: 'create_issue', arguments: { title: 'Piped in' } });
  input.end();

  await serveStdio(tracker, { input, output });

  const lines = String(output.read()).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 2]);
});

it('waits for no answer to what was cancelled', async () => {
  const tracker = openTrackers().as('coder');
  const output = new PassThrough();
  const input = new PassThrough();
  const send = (message: object) => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const clientInfo = { name: 'script', version: '1' };
  const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const wait = { name: 'list_events', arguments: { waitMs: 20_000 } };
  send({ id: 1, method: 'initialize', params: hello });
  send({ id: 2, method: 'tools/call', params: wait });
  send({ method: 'notifications/cancelled', params: { requestId: 2 } });
  input.end();

  await serveStdio(tracker, { input, output });

  expect(String(output.read()).trim().split('\n')).toHaveLength(1);
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'issue-mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'issues.db');
}
