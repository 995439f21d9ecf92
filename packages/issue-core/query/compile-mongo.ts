import { assertNever } from '@fixpoint/contracts/assert-never.ts';
import type { NumberRange, Query, QueryField, Term } from './ast.ts';
import { fold } from './fold.ts';
import { isNothing, normalise } from './normalise.ts';

/** A filter for `find`; plain JSON. */
export type MongoFilter = Readonly<Record<string, unknown>>;

/**
 * The filter for documents of `mongo-document.ts` that match the query, exactly. It uses only what FerretDB 1.24 has, too:
 * no `$expr`, no option of `$regex`, and no pattern that Go's RE2 and PCRE read differently.
 */
export function compileMongo(query: Query): MongoFilter {
  const normal = normalise(query);
  if (normal.kind === 'everything') return {};
  return isNothing(normal) ? { _id: { $in: [] } } : compile(normal);
}

function compile(query: Query): MongoFilter {
  switch (query.kind) {
    case 'everything':
      return {};
    case 'and':
      return { $and: query.parts.map(compile) };
    case 'or':
      return { $or: query.parts.map(compile) };
    case 'not':
      return { $nor: [compile(query.part)] };
    default:
      return compileTerm(query);
  }
}

function compileTerm(term: Term): MongoFilter {
  switch (term.kind) {
    case 'text':
      return contains(term.in, term.word);
    case 'state':
      return { 'issue.state': term.state };
    case 'not-closed':
      return { 'issue.state': { $ne: 'closed' } };
    case 'close-reason':
      return { 'issue.closeReason': term.reason };
    case 'label':
      return { 'folded.labels': fold(term.name) };
    case 'type':
      return { 'folded.type': fold(term.type) };
    case 'priority':
      return { 'issue.priority': { $in: term.priorities } };
    case 'assignee':
      return { 'folded.assignees': fold(term.login) };
    case 'author':
      return { 'folded.author': fold(term.login) };
    case 'milestone':
      return { 'folded.milestone': fold(term.title) };
    case 'has':
      return has(term.field);
    case 'number':
      return { 'issue.number': within(term.range) };
    case 'comments':
      return { 'issue.commentCount': within(term.range) };
    case 'time': {
      const { from, before } = term.range;
      const bounds = { ...(from && { $gte: Date.parse(from) }), ...(before && { $lt: Date.parse(before) }) };
      return { [`folded.${term.field}Ms`]: { $ne: null, ...bounds } };
    }
    case 'parent':
      return { 'issue.parent': term.number };
    case 'blocked-by':
      return { 'facts.blockedBy': term.number };
    case 'blocks':
      return { 'facts.blocks': term.number };
    case 'is':
      return is(term.what);
    case 'claimed-by':
      return { 'folded.claimedBy': fold(term.agent) };
    default:
      return assertNever(term);
  }
}

function contains(where: 'title' | 'body' | 'any', word: string): MongoFilter {
  if (where === 'any') return { $or: [contains('title', word), contains('body', word)] };
  return { [`folded.${where}`]: { $regex: escapeRegex(word) } };
}

/** Without a backslash before a letter, which means something in one dialect or another; a pattern cannot hold a NUL. */
function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\0', '\\x00');
}

function has(field: QueryField): MongoFilter {
  switch (field) {
    case 'label':
    case 'assignee':
      return { $nor: [{ [`folded.${field}s`]: { $size: 0 } }] };
    case 'body':
      return { 'issue.body': { $ne: '' } };
    default:
      return { [`issue.${field}`]: { $ne: null } };
  }
}

function within({ from, to }: NumberRange): MongoFilter {
  return { ...(from !== null && { $gte: from }), ...(to !== null && { $lte: to }) };
}

function is(what: 'ready' | 'blocked' | 'claimed' | 'deferred'): MongoFilter {
  switch (what) {
    case 'ready':
      return {
        $or: [{ 'issue.state': 'open' }, { 'issue.state': 'in_progress', 'facts.abandoned': true }],
        'facts.blocked': false,
        'facts.claimedBy': null,
        'facts.deferred': false,
      };
    case 'claimed':
      return { 'facts.claimedBy': { $ne: null } };
    case 'blocked':
    case 'deferred':
      return { [`facts.${what}`]: true };
    default:
      return assertNever(what);
  }
}
