import type { GitActivities } from '@fixpoint/contracts/git-activities.ts';
import { cancellationSignal } from '@temporalio/activity';
import { Mirrors } from './mirrors.ts';
import type { GitPorts } from './ports.ts';
import { prepareBase } from './prepare-base.ts';
import { pushBranch } from './push-branch.ts';

/** The activities of the git fleet; their worker beats for them. */
export function createGitActivities(ports: GitPorts): GitActivities {
  const mirrors = new Mirrors(ports);
  return {
    prepareBase: ({ repository }) => prepareBase(ports, mirrors, repository, cancellationSignal()),
    pushBranch: (request) => pushBranch(ports, mirrors, request, cancellationSignal()),
  };
}
