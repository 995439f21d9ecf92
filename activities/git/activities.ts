import type { GitActivities } from '@fixpoint/contracts/git-activities.ts';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { Mirrors } from './mirrors.ts';
import type { GitPorts } from './ports.ts';
import { prepareBase } from './prepare-base.ts';
import { pushBranch } from './push-branch.ts';

/** A third of the shortest heartbeat time-out that a workflow sets. */
const HEARTBEAT_MS = 4_000;

/** The activities of the git fleet. */
export function createGitActivities(ports: GitPorts): GitActivities {
  const mirrors = new Mirrors(ports);
  return {
    prepareBase: ({ repository }) =>
      whileBeating((signal) => prepareBase(ports, mirrors, repository, signal)),
    pushBranch: (request) => whileBeating((signal) => pushBranch(ports, mirrors, request, signal)),
  };
}

async function whileBeating<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const beating = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await work(cancellationSignal());
  } finally {
    clearInterval(beating);
  }
}
