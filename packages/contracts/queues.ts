/** The only place where task queue names are written; a mismatch would be silent. */
export const TASK_QUEUES = {
  orchestrator: 'orchestrator',
  git: 'git',
  agent: 'agent',
  sandbox: 'sandbox',
  forge: 'forge',
  sync: 'sync',
  ledger: 'ledger',
} as const;

/** The queue of one sandbox host, on which every `act` of a workspace that lives there runs. */
export function sandboxHostQueue(engineId: string): string {
  return `${TASK_QUEUES.sandbox}@${engineId}`;
}
