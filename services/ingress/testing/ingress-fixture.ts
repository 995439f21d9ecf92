import type { IssueInput } from '@fixpoint/contracts/commands.ts';
import { type IssueRef, issueWorkflowId, proposalKey, type RepositoryRef } from '@fixpoint/contracts/ids.ts';
import { webhookFormat } from '@fixpoint/forges/registry.ts';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createIngress, DEFAULT_INGRESS_OPTIONS, type IngressOptions, type IngressPorts } from '../app.ts';
import { BOT, SECRET } from './gitea-delivery.ts';

export const REPOSITORY: RepositoryRef = {
  forgeKind: 'gitea',
  forgeInstance: 'git.example',
  repositoryId: '12',
  owner: 'ann',
  name: 'shop',
};
export const ISSUE: IssueRef = { repository: REPOSITORY, number: 3 };

export interface Signalled {
  readonly workflowId: string;
  readonly input: IssueInput;
  readonly mayStart: boolean;
}

export interface IngressFixture {
  readonly app: FastifyInstance;
  readonly signalled: Signalled[];
  readonly logged: string[];
}

/** Ingress for one Gitea, one registered repository and its proposal 4, with a Temporal that records what it is told. */
export function ingressFixture(
  changes: Partial<IngressPorts> = {},
  options: Partial<IngressOptions> = {},
): IngressFixture {
  const signalled: Signalled[] = [];
  const logged: string[] = [];
  const record = { workflowId: issueWorkflowId(ISSUE), runId: 'first.1' };
  const app = createIngress(
    {
      forges: [{ instance: 'git.example', kind: 'gitea', botLogin: BOT, webhookSecret: SECRET }],
      triggerLabel: 'fixpoint',
      formats: new Map([['gitea', webhookFormat('gitea')]]),
      repositories: { isRegistered: async ({ repositoryId }) => repositoryId === REPOSITORY.repositoryId },
      proposals: { find: async (key) => (key === proposalKey(REPOSITORY, 4) ? record : null) },
      signals: {
        async command(issue, input) {
          signalled.push({ workflowId: issueWorkflowId(issue), input, mayStart: true });
        },
        async fact(workflowId, input) {
          signalled.push({ workflowId, input, mayStart: false });
          return 'delivered';
        },
      },
      readiness: {},
      registry: new Registry(),
      log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
      ...changes,
    },
    { ...DEFAULT_INGRESS_OPTIONS, ...options },
  );
  return { app, signalled, logged };
}
