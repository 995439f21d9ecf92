import type { Tracker } from '@fixpoint/issue-core/tracker/api.ts';
import { openTrackers, type Trackers } from '@fixpoint/issue-core/tracker/testing/open-trackers.ts';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { onTestFinished } from 'vitest';
import { createMcpServer, type McpServerSettings } from '../create-mcp-server.ts';

/** A client that is connected to a server over this tracker. */
export async function connectClient(tracker: Tracker, settings: McpServerSettings = {}): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(tracker, settings);
  const client = new Client({ name: 'test', version: '1' });
  await server.connect(ours);
  await client.connect(theirs);
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  return client;
}

/** The same, as the agent `coder` of a tracker in memory. */
export async function openClient(
  settings: McpServerSettings = {},
): Promise<{ client: Client; trackers: Trackers }> {
  const trackers = openTrackers();
  return { client: await connectClient(trackers.as('coder'), settings), trackers };
}
