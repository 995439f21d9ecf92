import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { IssueChange } from '@fixpoint/issue-core/model/issue.ts';
import { fold } from '@fixpoint/issue-core/query/fold.ts';
import { keepMarker } from '../../tracker/created-by.ts';
import { planLabels } from '../../tracker/label-plan.ts';
import type { GitLabTier } from './capabilities.ts';
import type { GitLabClient } from './client.ts';
import { notFound, quoted } from './errors.ts';
import type { LabelIndex } from './label-index.ts';
import { labelName } from './labels.ts';
import type { MilestoneIndex } from './milestone-index.ts';
import { planType } from './plan-type.ts';
import type { Issue, User } from './schema.ts';
import { fromGitLabText, toGitLabText } from './text.ts';
import { nativeTypeOf } from './to-issue.ts';
import { userNamed } from './users.ts';

/** What one request sets; the names of the parameters are GitLab's, but for the labels, which are one text there. */
export interface IssueFields {
  readonly title?: string;
  readonly description?: string;
  readonly state_event?: 'close' | 'reopen';
  readonly issue_type?: string;
  readonly milestone_id?: number;
  readonly assignees?: readonly User[];
  readonly addLabels: readonly string[];
  /** As the issue spells them. */
  readonly removeLabels: readonly string[];
}

/** What of the issue decides what there is to do; a new one has nothing. */
export type Current = Pick<
  Issue,
  'title' | 'description' | 'state' | 'issue_type' | 'labels' | 'assignees' | 'milestone'
>;

export interface FieldPorts {
  readonly client: GitLabClient;
  readonly labels: LabelIndex;
  readonly milestones: MilestoneIndex;
  readonly tier: GitLabTier;
}

/**
 * What has to be set so that a change comes true; only what differs.
 *
 * @throws FixpointError INVALID_INPUT, UNSUPPORTED, FORGE_NOT_FOUND and FORGE_REFUSED, before anything is written
 */
export async function fieldsAfter(
  ports: FieldPorts,
  current: Current,
  change: IssueChange,
  signal?: AbortSignal,
): Promise<IssueFields> {
  const { issueType, change: rest } = planType(nativeTypeOf(current), current.labels, change);
  const plan = planLabels(current.labels, rest);
  const addLabels: string[] = [];
  for (const name of plan.add) addLabels.push(await knownName(ports.labels, name, signal));
  const milestone = await milestoneAfter(ports.milestones, current, change, signal);
  const assignees = await assigneesAfter(ports, current, change, signal);
  return {
    ...(change.title === undefined || change.title === current.title ? {} : { title: change.title }),
    ...descriptionAfter(current, change),
    ...stateEventOf(current, plan.state),
    ...(issueType === undefined ? {} : { issue_type: issueType }),
    ...(milestone === null ? {} : { milestone_id: milestone }),
    ...(assignees === null ? {} : { assignees }),
    addLabels,
    removeLabels: plan.remove,
  };
}

function descriptionAfter({ description }: Current, { body }: IssueChange): Pick<IssueFields, 'description'> {
  const before = description ?? '';
  if (body === undefined || body === fromGitLabText(before)) return {};
  return { description: keepMarker({ body: before }, toGitLabText(body)) };
}

function stateEventOf({ state }: Current, wanted: IssueChange['state']): Pick<IssueFields, 'state_event'> {
  if (wanted === undefined || (wanted === 'closed') === (state === 'closed')) return {};
  return { state_event: wanted === 'closed' ? 'close' : 'reopen' };
}

async function knownName(labels: LabelIndex, name: string, signal?: AbortSignal): Promise<string> {
  const asked = labelName(name);
  const [label] = await labels.find(asked, signal);
  return label?.name ?? asked;
}

/** Null when it stays; GitLab calls none 0. */
async function milestoneAfter(
  milestones: MilestoneIndex,
  current: Current,
  { milestone: title }: IssueChange,
  signal?: AbortSignal,
): Promise<number | null> {
  if (title === undefined) return null;
  if (title === null) return current.milestone ? 0 : null;
  const [milestone] = await milestones.find(title, signal);
  if (!milestone) throw notFound(`milestone ${quoted(title)}`);
  return milestone.id === current.milestone?.id ? null : milestone.id;
}

/** Null when they stay; GitLab takes the whole list. */
async function assigneesAfter(
  { client, tier }: FieldPorts,
  current: Current,
  { addAssignees = [], removeAssignees = [] }: IssueChange,
  signal?: AbortSignal,
): Promise<readonly User[] | null> {
  const before = current.assignees ?? [];
  const goes = new Set(removeAssignees.map(fold));
  const stay = before.filter(({ username }) => !goes.has(fold(username)));
  const comes = new Map(addAssignees.map((login) => [fold(login), login]));
  for (const { username } of stay) comes.delete(fold(username));
  if (comes.size === 0 && stay.length === before.length) return null;
  if (tier === 'free' && comes.size > 0 && stay.length + comes.size > 1) {
    throw new FixpointError(
      'UNSUPPORTED',
      'Several assignees need GitLab Premium; here an issue has one at most.',
    );
  }
  const users: User[] = [...stay];
  for (const login of comes.values()) users.push(await userNamed(client, login, signal));
  return users;
}
