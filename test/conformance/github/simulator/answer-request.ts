import type { Contract } from './contract/contract.ts';
import type { Json } from './contract/json-schema.ts';
import type { Announcement, Handlers, Reply } from './exchange.ts';
import { answerGraphql } from './graphql.ts';
import { commentHandlers } from './handlers/comments.ts';
import { issueHandlers } from './handlers/issues.ts';
import { labelHandlers } from './handlers/labels.ts';
import { linkHandlers } from './handlers/links.ts';
import { milestoneHandlers } from './handlers/milestones.ts';
import { peopleHandlers } from './handlers/people.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Bases } from './render/addresses.ts';
import type { SimUser, World } from './world.ts';

export const HANDLERS: Handlers = {
  ...issueHandlers,
  ...labelHandlers,
  ...peopleHandlers,
  ...commentHandlers,
  ...milestoneHandlers,
  ...linkHandlers,
};

export interface Incoming {
  readonly method: string;
  /** Below the API's own base. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: Json | undefined;
}

export interface Surroundings {
  readonly world: World;
  readonly contract: Contract;
  readonly bases: Bases;
  readonly handlers: Handlers;
  /** What did not fit GitHub's document; a test that leaves any has failed. */
  readonly violations: string[];
  readonly announce: (event: Announcement, actor: SimUser) => void;
}

/** What GitHub answers; 500 with the reason when request or answer do not fit its document. */
export function answerRequest(around: Surroundings, incoming: Incoming): Reply {
  const { world, contract, violations, bases } = around;
  const actor = actorOf(world, incoming.authorization);
  if (actor === null) return toReply(refuse(401, 'Bad credentials'));
  if (incoming.method === 'POST' && incoming.path === '/graphql') {
    return { status: 200, body: answerGraphql(world, actor, incoming.body) };
  }
  const routed = contract.route(incoming.method, incoming.path);
  const handler = routed && around.handlers[routed.operation.id];
  const wrong = !routed
    ? ['GitHub has no such address']
    : !handler
      ? [`${routed.operation.id}: the simulator does not have it`]
      : contract.checkRequest(routed, incoming.query, incoming.body);
  if (!routed || !handler || wrong.length > 0) return fail(violations, incoming, wrong);

  const events: Announcement[] = [];
  const reply = withRefusals(() =>
    handler({
      ...{ world, bases, actor, path: routed.path, query: incoming.query, body: incoming.body },
      ...{ address: `${bases.api}${incoming.path}`, method: incoming.method },
      announce: (event) => events.push(event),
    }),
  );
  const unfit = contract.checkAnswer(routed.operation, reply.status, reply.body);
  if (unfit.length > 0) return fail(violations, incoming, unfit);
  for (const event of events) around.announce(event, actor);
  return reply;
}

function fail(violations: string[], { method, path }: Incoming, wrong: readonly string[]): Reply {
  const told = wrong.map((what) => `${method} ${path}: ${what}`);
  violations.push(...told);
  return { status: 500, body: { message: told.join('; ') } };
}

function actorOf({ tokens }: World, authorization: string | undefined): SimUser | null {
  const token = /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1];
  return (token === undefined ? undefined : tokens.get(token)) ?? null;
}

function withRefusals(work: () => Reply): Reply {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return toReply(error);
    throw error;
  }
}

function toReply({ status, body, headers }: Refusal): Reply {
  return { status, body, headers };
}
