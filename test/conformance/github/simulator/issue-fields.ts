import type { Json, JsonObject } from './contract/json-schema.ts';
import { isObject } from './contract/json-schema.ts';
import type { Exchange } from './exchange.ts';
import { labelsNamed } from './handlers/labels.ts';
import { invalid } from './refusal.ts';
import { canTriage, type SimIssue, type SimRepository, type SimUser, sameName, timeOf } from './world.ts';

const MAX_TITLE_CHARS = 256;
const MAX_BODY_CHARS = 65_536;
const MAX_ASSIGNEES = 10;

/** The fields of creating and of changing an issue, which are the same ones. All are checked before one is set. */
export function setIssueFields(
  exchange: Exchange,
  repository: SimRepository,
  issue: SimIssue,
  fields: JsonObject,
): void {
  if (fields.title !== undefined && fields.title !== null) checkTitle(String(fields.title));
  if (typeof fields.body === 'string' && fields.body.length > MAX_BODY_CHARS) {
    throw invalid('Issue', 'body', 'custom', `body is too long (maximum is ${MAX_BODY_CHARS} characters)`);
  }
  // Whoever may not set these is not told.
  if (canTriage(repository, exchange.actor)) setTriaged(exchange, repository, issue, fields);
  if (fields.title !== undefined && fields.title !== null) issue.title = String(fields.title).trim();
  if (fields.body !== undefined) issue.body = fields.body === null ? null : String(fields.body);
  setState(exchange, issue, fields);
}

function setTriaged(
  exchange: Exchange,
  repository: SimRepository,
  issue: SimIssue,
  fields: JsonObject,
): void {
  const given = fields.assignees ?? singleAssignee(fields.assignee);
  const assignees = given === undefined ? issue.assignees : assigneesOf(exchange, repository, given);
  const milestone =
    fields.milestone === undefined ? issue.milestone : milestoneOf(repository, fields.milestone);
  const type = fields.type === undefined ? issue.type : typeOf(repository, fields.type);
  if (fields.labels !== undefined) issue.labels = [...labelsNamed(exchange, repository, fields.labels)];
  issue.assignees = assignees;
  issue.milestone = milestone;
  issue.type = type;
}

/** `state_reason` is ignored without `state`, also that of an issue which is closed already. */
function setState({ world, actor }: Exchange, issue: SimIssue, fields: JsonObject): void {
  const { state, state_reason: reason } = fields;
  if (state === 'closed') {
    if (issue.state === 'open') {
      issue.closedAt = timeOf(world);
      issue.closedBy = actor;
      issue.stateReason = 'completed';
    }
    issue.state = 'closed';
    if (reason === 'completed' || reason === 'not_planned' || reason === 'duplicate')
      issue.stateReason = reason;
  }
  if (state === 'open' && issue.state === 'closed') {
    issue.state = 'open';
    issue.stateReason = 'reopened';
    issue.closedAt = null;
    issue.closedBy = null;
  }
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw invalid('Issue', 'title', 'missing_field');
  if ([...title].length > MAX_TITLE_CHARS) {
    throw invalid('Issue', 'title', 'custom', `title is too long (maximum is ${MAX_TITLE_CHARS} characters)`);
  }
}

/** The old field, which older clients still send. */
function singleAssignee(given: Json | undefined): Json | undefined {
  if (given === undefined) return undefined;
  return given === null || given === '' ? [] : [given];
}

function assigneesOf({ world }: Exchange, repository: SimRepository, given: Json): SimUser[] {
  const logins = (Array.isArray(given) ? given : []).map((it) => String(isObject(it) ? it.login : it));
  const users = logins.map((login) => assignable(world.users, repository, login));
  if (users.includes(undefined)) throw invalid('Issue', 'assignees', 'invalid');
  return users.filter((user) => user !== undefined).slice(0, MAX_ASSIGNEES);
}

/** Those who have a role in the repository. */
export function assignable(
  users: readonly SimUser[],
  { roles }: SimRepository,
  login: string,
): SimUser | undefined {
  return users.find((user) => sameName(user.login, login) && roles.has(user.login));
}

function milestoneOf({ milestones }: SimRepository, given: Json) {
  if (given === null) return null;
  const found = milestones.find(({ number }) => number === Number(given));
  if (!found) throw invalid('Issue', 'milestone', 'invalid');
  return found;
}

function typeOf({ issueTypes }: SimRepository, given: Json) {
  if (given === null) return null;
  const found = issueTypes?.find(({ name }) => sameName(name, String(given)));
  if (!found) throw invalid('Issue', 'type', 'invalid');
  return found;
}
