import type { Json, JsonObject } from './contract/json-schema.ts';
import { isObject } from './contract/json-schema.ts';
import { nodeId } from './render/addresses.ts';
import { roleOf, type SimUser, timeOf, type World } from './world.ts';

/**
 * The two things of GitHub's GraphQL that REST does not have: deleting an issue, and who an installation is. Whatever
 * else is asked for is an error, as a field is that GitHub does not know.
 */
export function answerGraphql(world: World, actor: SimUser, body: Json | undefined): Json {
  const { query, variables } = isObject(body) ? body : {};
  const text = typeof query === 'string' ? query : '';
  if (/^\s*query\s*\{\s*viewer\s*\{\s*id\s+login\s*\}\s*\}\s*$/.test(text)) {
    return { data: { viewer: { id: nodeId('U', actor.id), login: actor.login } } };
  }
  if (/^\s*mutation\b[^{]*\{\s*deleteIssue\s*\(\s*input:\s*\{\s*issueId:\s*\$issueId\s*\}\s*\)/.test(text)) {
    return deleteIssue(world, actor, isObject(variables) ? variables.issueId : undefined);
  }
  return failure('undefinedField', 'The simulator knows deleteIssue and viewer only.');
}

function deleteIssue(world: World, actor: SimUser, id: Json | undefined): JsonObject {
  for (const repository of world.repositories) {
    const issue = repository.issues.find((it) => nodeId('I', it.id) === id && it.gone === null);
    if (!issue) continue;
    if (roleOf(repository, actor) !== 'admin') {
      return failure(
        'FORBIDDEN',
        `${actor.login} does not have the correct permissions to execute \`DeleteIssue\``,
      );
    }
    issue.gone = { kind: 'deleted' };
    issue.updatedAt = timeOf(world);
    for (const other of repository.issues) {
      other.blockedBy.delete(issue);
      if (other.parent === issue) other.parent = null;
    }
    const kept = repository.comments.filter((comment) => comment.issue !== issue);
    repository.comments.splice(0, repository.comments.length, ...kept);
    return { data: { deleteIssue: { clientMutationId: null } } };
  }
  return failure('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'`);
}

/** GraphQL tells of errors with 200. */
function failure(type: string, message: string): JsonObject {
  return { data: null, errors: [{ type, message, path: [] }] };
}
