import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { JsonObject } from '@fixpoint/contracts/json.ts';
import { z } from 'zod';
import { checkAgentName, checkInteger, checkIssueKey } from '../bounds.ts';
import type { AgentState, Coordination, IssueKey } from '../port.ts';
import type { Report } from './event-log.ts';
import { readJson, readRow } from './read-row.ts';
import { isoOf, type Transactions } from './transactions.ts';

const MAX_STATE_BYTES = 64 * 1024;
const Row = z.object({
  backend: z.string(),
  issue: z.number(),
  agent: z.string(),
  state: z.string(),
  revision: z.number(),
  updated_at: z.number(),
});
const State = z.record(z.string(), z.json());

export function agentStateOperations(
  { database, now, read, write }: Transactions,
  report: Report,
): Pick<Coordination, 'setAgentState' | 'getAgentState' | 'listAgentStates'> {
  const find = database.prepare(
    'SELECT * FROM coord_agent_states WHERE backend = ? AND issue = ? AND agent = ?',
  );
  const list = database.prepare(
    'SELECT * FROM coord_agent_states WHERE backend = ? AND issue = ? ORDER BY agent',
  );
  const save = database.prepare('INSERT OR REPLACE INTO coord_agent_states VALUES (?, ?, ?, ?, ?, ?)');

  function stateOf({ backend, issue }: IssueKey, agent: string): AgentState | null {
    const row = find.get(backend, issue, agent);
    return row === undefined ? null : toState(row);
  }

  return {
    async setAgentState(key, agent, state, options = {}) {
      const { expectedRevision } = options;
      checkIssueKey(key);
      checkAgentName(agent);
      if (expectedRevision !== undefined) {
        checkInteger('expectedRevision', expectedRevision, 0, Number.MAX_SAFE_INTEGER);
      }
      const text = textOf(state);
      const { backend, issue } = key;
      return write(() => {
        const standing = stateOf(key, agent)?.revision ?? 0;
        if (expectedRevision !== undefined && expectedRevision !== standing) {
          const detail = `State of ${agent} on #${issue}: revision ${standing} stands there, not ${expectedRevision}.`;
          throw new FixpointError('EDIT_CONFLICT', detail);
        }
        const [revision, updatedAt] = [standing + 1, now()];
        save.run(backend, issue, agent, text, revision, updatedAt);
        report({ type: 'agent-state', actor: agent, backend, issue, payload: { revision } });
        return { backend, issue, agent, state, revision, updatedAt: isoOf(updatedAt) };
      }, options);
    },
    async getAgentState(key, agent) {
      checkIssueKey(key);
      checkAgentName(agent);
      return read(() => stateOf(key, agent));
    },
    async listAgentStates(key) {
      checkIssueKey(key);
      return read(() => list.all(key.backend, key.issue)).map(toState);
    },
  };
}

function textOf(state: JsonObject): string {
  if (!State.safeParse(state).success) {
    throw new FixpointError('INVALID_INPUT', 'state: is a JSON object.');
  }
  const text = JSON.stringify(state);
  if (Buffer.byteLength(text) <= MAX_STATE_BYTES) return text;
  throw new FixpointError('INVALID_INPUT', `state: is at most ${MAX_STATE_BYTES} bytes of JSON.`);
}

function toState(row: unknown): AgentState {
  const { backend, issue, agent, state, revision, updated_at } = readRow(Row, row);
  return { backend, issue, agent, state: readJson(State, state), revision, updatedAt: isoOf(updated_at) };
}
