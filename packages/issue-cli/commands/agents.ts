import type { Agent } from '@fixpoint/issue-core/coordination/port.ts';
import { Command, Option } from 'commander';
import { collect } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { renderTable } from '../output/table.ts';

interface RegisterFlags {
  readonly kind: Agent['kind'];
  readonly role?: readonly string[];
}

/** `issue agents`: who works here, and in which roles. */
export function agentsCommand(context: CommandContext): Command {
  return new Command('agents')
    .description('who works on issues here')
    .addCommand(listAgentsCommand(context), { isDefault: true })
    .addCommand(registerCommand(context));
}

function listAgentsCommand(context: CommandContext): Command {
  return new Command('list').description('list agents').action(async () => {
    const printer = context.printer();
    await withSession(context, { access: 'read' }, async ({ tracker }) => {
      const items = await tracker.listAgents();
      await printer.list({ items, total: items.length }, (agents, style) =>
        renderTable<Agent>(
          agents,
          [
            { title: 'NAME', cell: ({ name }) => name },
            { title: 'KIND', cell: ({ kind }) => kind },
            { title: 'ROLES', cell: ({ roles }) => roles.join(', ') },
            { title: 'SINCE', cell: ({ registeredAt }) => registeredAt },
          ],
          style,
        ),
      );
      if (items.length === 0) await printer.note('Nobody is registered yet; a claim registers its agent.');
    });
  });
}

function registerCommand(context: CommandContext): Command {
  return new Command('register')
    .argument('<name>', 'a-z, 0-9, ".", "_" and "-"')
    .description('make an agent known, or change its kind and roles')
    .addOption(new Option('--kind <kind>', 'what it is').choices(['agent', 'human']).default('agent'))
    .option('--role <role>', 'what it is there for, such as reviewer; may be repeated', collect)
    .action(async (name: string, { kind, role = [] }: RegisterFlags) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const agent = await tracker.registerAgent({ name, kind, roles: role });
        await printer.one(agent, renderLine(`registered ${agent.name}`));
      });
    });
}
