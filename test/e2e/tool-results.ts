import { chainOf } from '@fixpoint/cli/ledger/chain-of.ts';
import { attemptWorkflowId, issueWorkflowId } from '@fixpoint/contracts/ids.ts';
import { databaseUrl } from '@fixpoint/local/platform/profile.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { KEEP_ALL } from '@fixpoint/store/redaction.ts';
import { z } from 'zod';
import type { IssueOnForge } from './issue-on-forge.ts';
import type { Installation } from './open-installation.ts';

const ToolResultBody = z.object({ results: z.object({ sha256: z.string(), sizeBytes: z.number() }) });
const ToolResults = z.array(z.object({ content: z.string(), isError: z.boolean() }));

/** What the tools of an attempt answered, in order, as its ledger leads to it. */
export async function toolResults(
  { client, platform }: Installation,
  issue: IssueOnForge,
  runId: string,
): Promise<z.infer<typeof ToolResults>> {
  const store = await openStore(databaseUrl(platform.stack.endpoints.storeUrl, platform.profile), {
    appName: 'e2e',
  });
  try {
    const chain = await chainOf(client, attemptWorkflowId(issueWorkflowId(issue.ref), runId, 1));
    const found: z.infer<typeof ToolResults> = [];
    for await (const { kind, body } of store.ledger(KEEP_ALL).read(chain)) {
      if (kind !== 'tool-result') continue;
      const bytes = await store.blobs.get(ToolResultBody.parse(body).results);
      found.push(...ToolResults.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))));
    }
    return found;
  } finally {
    await store.close();
  }
}
