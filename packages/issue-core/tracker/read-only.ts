import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Tracker } from './api.ts';

type Method = {
  [K in keyof Tracker]: Tracker[K] extends (...args: never) => unknown ? K : never;
}[keyof Tracker];

/** Of every method, so that a new one cannot be forgotten. `ready` looks itself whether it is to claim. */
const ACCESS = {
  check: 'read',
  list: 'read',
  get: 'read',
  show: 'read',
  facts: 'read',
  create: 'write',
  edit: 'write',
  close: 'write',
  reopen: 'write',
  delete: 'write',
  editMany: 'write',
  assign: 'write',
  unassign: 'write',
  listComments: 'read',
  comment: 'write',
  editComment: 'write',
  deleteComment: 'write',
  listLabels: 'read',
  saveLabel: 'write',
  renameLabel: 'write',
  deleteLabel: 'write',
  listMilestones: 'read',
  createMilestone: 'write',
  updateMilestone: 'write',
  deleteMilestone: 'write',
  listUsers: 'read',
  currentUser: 'read',
  links: 'read',
  link: 'write',
  unlink: 'write',
  ready: 'read',
  claim: 'write',
  heartbeat: 'write',
  release: 'write',
  claims: 'read',
  claimOf: 'read',
  defer: 'write',
  setAgentState: 'write',
  getAgentState: 'read',
  listAgentStates: 'read',
  registerAgent: 'write',
  listAgents: 'read',
  events: 'read',
  waitForEvents: 'read',
  lastSeq: 'read',
  listAttachments: 'read',
  readAttachment: 'read',
  attach: 'write',
  findDuplicates: 'read',
} as const satisfies Record<Method, 'read' | 'write'>;

/** The names of all that writes. */
export const WRITES = Object.entries(ACCESS).flatMap(([name, access]) => (access === 'write' ? [name] : []));

/** The same tracker, in which everything that writes is refused before anything happens. */
export function withoutWrites(tracker: Tracker): Tracker {
  const refusals = WRITES.map((name) => [
    name,
    async () => {
      throw new FixpointError('READ_ONLY', `${name} was refused.`);
    },
  ]);
  return { ...tracker, ...Object.fromEntries(refusals) };
}
