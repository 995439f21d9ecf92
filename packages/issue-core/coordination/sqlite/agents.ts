import { z } from 'zod';
import { checkAgentName, checkNewAgent } from '../bounds.ts';
import type { Agent, Coordination } from '../port.ts';
import { readJson, readRow } from './read-row.ts';
import { isoOf, type Transactions } from './transactions.ts';

const Row = z.object({
  name: z.string(),
  kind: z.enum(['human', 'agent']),
  roles: z.string(),
  registered_at: z.number(),
});
const Roles = z.array(z.string());

export function agentOperations({
  database,
  now,
  read,
  write,
}: Transactions): Pick<Coordination, 'registerAgent' | 'getAgent' | 'listAgents'> {
  const save = database.prepare(`
    INSERT INTO coord_agents VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, roles = excluded.roles
  `);
  const byName = database.prepare('SELECT * FROM coord_agents WHERE name = ?');
  const all = database.prepare('SELECT * FROM coord_agents ORDER BY name');

  return {
    async registerAgent(agent) {
      checkNewAgent(agent);
      return write(() => {
        save.run(agent.name, agent.kind, JSON.stringify([...new Set(agent.roles)]), now());
        return toAgent(byName.get(agent.name));
      });
    },
    async getAgent(name) {
      checkAgentName(name);
      const row = read(() => byName.get(name));
      return row === undefined ? null : toAgent(row);
    },
    async listAgents() {
      return read(() => all.all()).map(toAgent);
    },
  };
}

function toAgent(row: unknown): Agent {
  const { name, kind, roles, registered_at } = readRow(Row, row);
  return { name, kind, roles: readJson(Roles, roles), registeredAt: isoOf(registered_at) };
}
