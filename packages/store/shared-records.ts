import { z } from 'zod';
import type { Store } from './connect.ts';
import type { ProposalRecord, RecordStore, RegisteredRepository } from './ports.ts';

const RegisteredRepositorySchema: z.ZodType<RegisteredRepository> = z.object({
  ref: z.object({
    forgeKind: z.enum(['github', 'gitlab', 'gitea']),
    forgeInstance: z.string(),
    repositoryId: z.string(),
    owner: z.string(),
    name: z.string(),
  }),
  registeredAt: z.string(),
});

const ProposalRecordSchema: z.ZodType<ProposalRecord> = z.object({
  workflowId: z.string(),
  runId: z.string(),
});

/** Registered repositories by `repositoryKey`: written by the command line, read by ingress. */
export function repositoryRecords(store: Pick<Store, 'records'>): RecordStore<RegisteredRepository> {
  return store.records('repositories', RegisteredRepositorySchema);
}

/** Proposals by `proposalKey`: written by the forge fleet, read by ingress. */
export function proposalRecords(store: Pick<Store, 'records'>): RecordStore<ProposalRecord> {
  return store.records('proposals', ProposalRecordSchema);
}
