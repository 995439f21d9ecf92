import type { Json, JsonObject } from './contract/json-schema.ts';
import { isObject } from './contract/json-schema.ts';
import { notFound, refuse } from './refusal.ts';
import type { Bases } from './render/addresses.ts';
import { roleOf, type SimIssue, type SimRepository, type SimUser, sameName, type World } from './world.ts';

/** A request that fits GitHub's document, as handlers see it. */
export interface Exchange {
  readonly world: World;
  readonly bases: Bases;
  /** Who asks. */
  readonly actor: SimUser;
  /** Of the address without its query, for the links to other pages. */
  readonly address: string;
  readonly method: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  readonly announce: (event: Announcement) => void;
}

/** What happened, for webhooks. */
export interface Announcement {
  readonly event: 'issues' | 'issue_comment';
  readonly action: string;
  readonly repository: SimRepository;
  readonly fields: JsonObject;
}

export interface Reply {
  readonly status: number;
  /** Nothing at all, as with 204, when left out. */
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (exchange: Exchange) => Reply;
/** By the ids of operations, as in `issues/list-for-repo`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** The repository of the path, under its present name. */
export function repositoryOf(exchange: Exchange): SimRepository {
  const { world, path, actor, bases } = exchange;
  const { owner = '', repo = '' } = path;
  const fullName = `${owner}/${repo}`;
  const found = world.repositories.find((it) => sameName(`${it.owner.login}/${it.name}`, fullName));
  if (found && roleOf(found, actor) !== null) return found;
  const renamed = world.repositories.find((it) => it.formerNames.some((name) => sameName(name, fullName)));
  if (!renamed) throw notFound();
  throw moved(exchange, `${bases.api}/repositories/${renamed.id}`);
}

/** The repository, when its issues are switched on. */
export function trackerOf(exchange: Exchange): SimRepository {
  const repository = repositoryOf(exchange);
  if (!repository.hasIssues) throw refuse(410, 'Issues are disabled for this repo');
  return repository;
}

/** The issue, or pull request, of the path. */
export function issueOf(exchange: Exchange, repository: SimRepository): SimIssue {
  return presentIssue(exchange, repository, (it) => it.number === Number(exchange.path.issue_number));
}

export function issueById(exchange: Exchange, repository: SimRepository, id: Json | undefined): SimIssue {
  return presentIssue(exchange, repository, (it) => it.id === id);
}

function presentIssue(
  exchange: Exchange,
  repository: SimRepository,
  isIt: (issue: SimIssue) => boolean,
): SimIssue {
  const issue = repository.issues.find(isIt);
  if (!issue) throw notFound();
  if (issue.gone?.kind === 'deleted') throw refuse(410, 'This issue was deleted');
  if (issue.gone?.kind === 'transferred') throw moved(exchange, issue.gone.to);
  return issue;
}

/** A write is to stay one. */
function moved({ method }: Exchange, to: string) {
  return refuse(method === 'GET' ? 301 : 307, 'Moved Permanently', { location: to });
}

export function fieldsOf(body: Json | undefined): JsonObject {
  return isObject(body) ? body : {};
}
