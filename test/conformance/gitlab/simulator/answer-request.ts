import type { Announcement, Exchange, Reply, Route } from './exchange.ts';
import { issueRoutes } from './handlers/issues.ts';
import { labelRoutes } from './handlers/labels.ts';
import { linkRoutes } from './handlers/links.ts';
import { milestoneRoutes } from './handlers/milestones.ts';
import { noteRoutes } from './handlers/notes.ts';
import { peopleRoutes } from './handlers/people.ts';
import { uploadRoutes } from './handlers/uploads.ts';
import type { Parameters } from './parameters.ts';
import { Refusal, refuse } from './refusal.ts';
import type { SimUser, World } from './world.ts';

export const ROUTES: readonly Route[] = [
  ...issueRoutes,
  ...noteRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...linkRoutes,
  ...uploadRoutes,
  ...peopleRoutes,
];

export interface Incoming {
  readonly method: string;
  /** Below `/api/v4`, its parts still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly parameters: Parameters;
  /** Without saying how it came. */
  readonly token: string | undefined;
}

export interface Surroundings {
  readonly world: World;
  readonly web: string;
  readonly routes: readonly Route[];
  /** What GitLab would pass over, or does not have; a test that leaves any has failed. */
  readonly violations: string[];
  readonly announce: (event: Announcement, actor: SimUser) => void;
}

/** What GitLab answers. */
export function answerRequest(around: Surroundings, incoming: Incoming): Reply {
  const { world, web, violations } = around;
  const { method, path, query, parameters, token } = incoming;
  const actor = token === undefined ? undefined : world.tokens.get(token);
  if (!actor) return toReply(refuse(401, '401 Unauthorized'));
  const found = findRoute(around.routes, method, path);
  if (!found) {
    violations.push(`${method} ${path}: the simulator does not have it`);
    return toReply(refuse(404, '404 Not Found'));
  }
  const names = [...Object.keys(parameters.fields), ...parameters.files.keys()];
  const unknown = names.filter((name) => !found.route.parameters.includes(name));
  violations.push(...unknown.map((name) => `${method} ${path}: GitLab passes over ${name}`));

  const events: Announcement[] = [];
  const exchange: Exchange = {
    ...{ world, web, actor, method, address: `${web}/api/v4${path}`, path: found.path, query, parameters },
    announce: (event) => events.push(event),
  };
  const reply = withRefusals(() => found.route.handle(exchange));
  for (const event of events) around.announce(event, actor);
  return reply;
}

interface Found {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** What is written out wins over what has a name. */
function findRoute(routes: readonly Route[], method: string, path: string): Found | null {
  const parts = path.split('/');
  const found = routes.flatMap((route): readonly Found[] => {
    const names = route.path.split('/');
    if (route.method !== method || names.length !== parts.length) return [];
    const values: Record<string, string> = {};
    for (const [index, name] of names.entries()) {
      const part = decodeURIComponent(parts[index] ?? '');
      if (name.startsWith(':')) values[name.slice(1)] = part;
      else if (name !== part) return [];
    }
    return [{ route, path: values }];
  });
  return found.toSorted((a, b) => Object.keys(a.path).length - Object.keys(b.path).length)[0] ?? null;
}

function withRefusals(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return toReply(error);
    throw error;
  }
}

export function toReply({ status, body, headers }: Refusal): Reply {
  return { status, body, headers };
}
