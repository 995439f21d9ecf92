/** The kinds of forge that Fixpoint speaks to. */
export type ForgeKind = 'github' | 'gitlab' | 'gitea';

/** A repository, by the forge's own stable id; `owner` and `name` may change and only serve URLs. */
export interface RepositoryRef {
  readonly forgeKind: ForgeKind;
  /** The configured name of the server, e.g. `github.com` or `localhost:3000`. */
  readonly forgeInstance: string;
  readonly repositoryId: string;
  readonly owner: string;
  readonly name: string;
}

export interface IssueRef {
  readonly repository: RepositoryRef;
  readonly number: number;
}

/** One key for a repository in the store, in volumes and in mirrors. */
export function repositoryKey(repository: RepositoryRef): string {
  return `${repository.forgeInstance}/${repository.repositoryId}`;
}

/** One workflow is the life of one issue. */
export function issueWorkflowId(issue: IssueRef): string {
  return `issue/${repositoryKey(issue.repository)}/${issue.number}`;
}

/** Unique for ever, because the first execution's run id is; `ordinal` counts the runs of that execution chain. */
export function makeRunId(firstExecutionRunId: string, ordinal: number): string {
  return `${firstExecutionRunId}.${ordinal}`;
}

export function attemptWorkflowId(issueWorkflowIdValue: string, runId: string, attempt: number): string {
  return `${issueWorkflowIdValue}/run/${runId}/attempt/${attempt}`;
}

/** Names a turn in every store: what was recorded under it is never bought or done again. */
export interface TurnKey {
  readonly runId: string;
  readonly attempt: number;
  readonly turn: number;
}

export function turnId(key: TurnKey): string {
  return `${key.runId}/${key.attempt}/${key.turn}`;
}

export function proposalKey(repository: RepositoryRef, number: number): string {
  return `${repositoryKey(repository)}/${number}`;
}
