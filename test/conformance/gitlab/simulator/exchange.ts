import type { Json } from './json.ts';
import type { Parameters } from './parameters.ts';
import { notFound, Refusal } from './refusal.ts';
import {
  canReadIssue,
  canReadProject,
  type SimIssue,
  type SimNote,
  type SimProject,
  type SimUser,
  sameName,
  type World,
} from './world.ts';

/** A request as handlers see it. */
export interface Exchange {
  readonly world: World;
  /** Of the web pages; the API is below it. */
  readonly web: string;
  /** Who asks. */
  readonly actor: SimUser;
  readonly method: string;
  /** Of the whole address without its query, for links to other pages. */
  readonly address: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of query and body together, as GitLab reads them. */
  readonly parameters: Parameters;
  readonly announce: (event: Announcement) => void;
}

/** What happened, for webhooks. */
export type Announcement =
  | {
      readonly event: 'issue';
      readonly action: 'open' | 'update' | 'close' | 'reopen';
      readonly project: SimProject;
      readonly issue: SimIssue;
      readonly changes: Readonly<Record<string, Json>>;
    }
  | {
      readonly event: 'note';
      readonly action: 'create' | 'update';
      readonly project: SimProject;
      readonly note: SimNote;
    };

export interface Reply {
  readonly status: number;
  /** Nothing at all, as with 204, when left out. */
  readonly body?: Json;
  /** In the place of a body. */
  readonly file?: File;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v4`, with `:names`. */
  readonly path: string;
  /** What GitLab documents; it passes over any other, which here is a violation. */
  readonly parameters: readonly string[];
  readonly handle: (exchange: Exchange) => Reply;
}

export const PAGING: readonly string[] = ['page', 'per_page', 'pagination', 'cursor'];

/** The project of the path, by its id or its path. */
export function projectOf({ world, path, actor, method, address, query, web }: Exchange): SimProject {
  const given = path.id ?? '';
  const isIt = (it: SimProject) => String(it.id) === given || sameName(it.path, given);
  const found = world.projects.find(isIt);
  if (found && canReadProject(found, actor)) return found;
  const moved = world.projects.find((it) => it.formerPaths.some((former) => sameName(former, given)));
  if (!moved || method !== 'GET') throw notFound('Project');
  const rest = address.slice(`${web}/api/v4/projects/`.length).split('/').slice(1);
  const target = `${[`${web}/api/v4/projects/${moved.id}`, ...rest].join('/')}${query.size > 0 ? `?${query}` : ''}`;
  throw new Refusal(301, `This resource has been moved permanently to ${target}`, { location: target });
}

/** The project, when its issues are switched on. */
export function trackerOf(exchange: Exchange): SimProject {
  const project = projectOf(exchange);
  if (!project.issuesEnabled) throw notFound('Project');
  return project;
}

/** The issue of the path, by its number in the project. */
export function issueOf(exchange: Exchange, project: SimProject): SimIssue {
  return issueNumbered(exchange, project, exchange.path.iid);
}

export function issueNumbered({ actor }: Exchange, project: SimProject, iid: Json | undefined): SimIssue {
  const issue = project.issues.find((it) => String(it.iid) === String(iid));
  if (issue && canReadIssue(project, issue, actor)) return issue;
  throw notFound('Issue');
}
