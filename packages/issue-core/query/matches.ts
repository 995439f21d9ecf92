import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueFacts, NumberRange, Query, QueryField, Term, TimeRange } from './ast.ts';
import { fold } from './fold.ts';

export { NO_FACTS } from './facts-needed.ts';

/**
 * Whether an issue is one of those that the query asks for. It decides: what a store or tracker answers may hold more, and
 * is filtered by it again. Of the facts it reads only those that `factsNeeded` names.
 */
export function matches(query: Query, issue: Issue, facts: IssueFacts): boolean {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'and':
      return query.parts.every((part) => matches(part, issue, facts));
    case 'or':
      return query.parts.some((part) => matches(part, issue, facts));
    case 'not':
      return !matches(query.part, issue, facts);
    default:
      return matchesTerm(query, issue, facts);
  }
}

function matchesTerm(term: Term, issue: Issue, facts: IssueFacts): boolean {
  switch (term.kind) {
    case 'text':
      return textOf(issue, term.in).some((text) => fold(text).includes(fold(term.word)));
    case 'state':
      return issue.state === term.state;
    case 'not-closed':
      return issue.state !== 'closed';
    case 'close-reason':
      return issue.closeReason === term.reason;
    case 'label':
      return issue.labels.some((label) => isSameName(label, term.name));
    case 'type':
      return isSameName(issue.type, term.type);
    case 'priority':
      return issue.priority !== null && term.priorities.includes(issue.priority);
    case 'assignee':
      return issue.assignees.some((login) => isSameName(login, term.login));
    case 'author':
      return isSameName(issue.author, term.login);
    case 'milestone':
      return isSameName(issue.milestone, term.title);
    case 'has':
      return hasField(issue, term.field);
    case 'number':
      return isWithin(term.range, issue.number);
    case 'comments':
      return isWithin(term.range, issue.commentCount);
    case 'time':
      return isDuring(term.range, issue[`${term.field}At`]);
    case 'parent':
      return issue.parent === term.number;
    case 'blocked-by':
      return facts.blockedBy.includes(term.number);
    case 'blocks':
      return facts.blocks.includes(term.number);
    case 'is':
      return isSo(term.what, issue, facts);
    case 'claimed-by':
      return isSameName(facts.claimedBy, term.agent);
    default:
      return assertNever(term);
  }
}

function textOf(issue: Issue, where: 'title' | 'body' | 'any'): readonly string[] {
  if (where === 'any') return [issue.title, issue.body];
  return [issue[where]];
}

function isSameName(name: string | null, wanted: string): boolean {
  return name !== null && fold(name) === fold(wanted);
}

function hasField(issue: Issue, field: QueryField): boolean {
  switch (field) {
    case 'label':
      return issue.labels.length > 0;
    case 'assignee':
      return issue.assignees.length > 0;
    case 'body':
      return issue.body !== '';
    default:
      return issue[field] !== null;
  }
}

function isWithin({ from, to }: NumberRange, value: number): boolean {
  return (from === null || value >= from) && (to === null || value <= to);
}

/** Compared as instants, because trackers write the same one with and without milliseconds. */
function isDuring({ from, before }: TimeRange, time: string | null): boolean {
  if (time === null) return false;
  const at = Date.parse(time);
  return (from === null || at >= Date.parse(from)) && (before === null || at < Date.parse(before));
}

/** Ready: open and not yet begun, or begun by an agent that died; not blocked, in nobody's hands, not put off. */
function isSo(what: 'ready' | 'blocked' | 'claimed' | 'deferred', issue: Issue, facts: IssueFacts): boolean {
  const claimed = facts.claimedBy !== null;
  switch (what) {
    case 'ready':
      return isToBeWorkedOn(issue, facts) && !facts.blocked && !claimed && !facts.deferred;
    case 'blocked':
      return facts.blocked;
    case 'claimed':
      return claimed;
    case 'deferred':
      return facts.deferred;
    default:
      return assertNever(what);
  }
}

function isToBeWorkedOn({ state }: Issue, { abandoned }: IssueFacts): boolean {
  return state === 'open' || (state === 'in_progress' && abandoned);
}
