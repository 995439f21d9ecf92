import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { User } from '@fixpoint/issue-core/model/label.ts';
import { AgentProfile } from '@fixpoint/issue-core/wire/agent.ts';
import { AgentName } from '@fixpoint/issue-core/wire/fields.ts';
import { z } from 'zod';
import { NAME_BYTES, TITLE_BYTES } from '../answers/budget.ts';
import { clipText } from '../answers/clip.ts';
import { offsetAnswer } from '../answers/offset-answer.ts';
import { pageAnswer } from '../answers/page-answer.ts';
import { Offset, Paged, pageFrom } from './arguments.ts';
import { defineTool } from './tool.ts';

function shown({ id, login, name }: User) {
  return {
    id,
    login: clipText(login, NAME_BYTES).value,
    name: name === null ? null : clipText(name, TITLE_BYTES).value,
  };
}

export const PEOPLE_TOOLS = [
  defineTool({
    name: 'list_users',
    title: 'List users',
    description: 'Those to whom an issue can be assigned, by their logins.',
    power: 'read',
    input: z.strictObject(Paged),
    run: (tracker, { limit, ...page }) =>
      pageAnswer((most) => tracker.listUsers(pageFrom(page, most)), limit, shown),
  }),
  defineTool({
    name: 'get_tracker',
    title: 'What this tracker is',
    description:
      'What the tracker is and can hold (`capabilities`), whether it can be reached and written to, and as whom you act.',
    power: 'read',
    input: z.strictObject({}),
    run: async (tracker) => {
      const { target, version, canWrite } = await tracker.check();
      return {
        name: tracker.backendName,
        kind: tracker.kind,
        target: clipText(target, TITLE_BYTES).value,
        version: version === null ? null : clipText(version, TITLE_BYTES).value,
        agent: tracker.agent,
        user: shown(await tracker.currentUser()),
        canWrite: canWrite && !tracker.readOnly,
        readOnly: tracker.readOnly,
        capabilities: tracker.capabilities,
      };
    },
  }),
  defineTool({
    name: 'list_agents',
    title: 'List agents',
    description: 'Who is registered to work here, and in which roles; goes on at `next`.',
    power: 'read',
    input: z.strictObject({ offset: Offset }),
    run: async (tracker, { offset }) => offsetAnswer(await tracker.listAgents(), offset, (agent) => agent),
  }),
  defineTool({
    name: 'register_agent',
    title: 'Say who you are',
    description:
      'Registers you with your roles, such as `coder`; with a name another agent, which needs admin.',
    power: 'claim',
    idempotent: true,
    input: AgentProfile.extend({ name: AgentName.exactOptional() }),
    run: async (tracker, { name = tracker.agent, ...profile }, { powers }) => {
      if (name !== tracker.agent && !powers.includes('admin')) {
        throw new FixpointError('API_SCOPE_MISSING', 'To register another agent it needs issues:admin.');
      }
      return tracker.registerAgent({ name, ...profile });
    },
  }),
] as const;
