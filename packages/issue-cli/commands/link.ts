import { LINK_KINDS, type Link, type LinkKind } from '@fixpoint/issue-core/model/link.ts';
import { Argument, Command } from 'commander';
import { parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession, writeOf } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import { renderTable } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';

/** `issue link`: reads as a sentence, `issue link 5 blocked-by 3`; without the end of it, what links there are. */
export function linkCommand(context: CommandContext): Command {
  return new Command('link')
    .argument('<number>', 'the issue', parseIssueNumber)
    .addArgument(
      new Argument('[kind]', 'how it relates to the other; without it, its links are listed').choices(
        LINK_KINDS.map(asWritten),
      ),
    )
    .argument('[other]', 'the other issue', parseIssueNumber)
    .description('link two issues, or list the links of one')
    .option('--remove', 'remove the link instead')
    .action(async (number: number, kind: string | undefined, other: number | undefined, flags: LinkFlags) => {
      if (kind === undefined && flags.remove)
        throw new UsageError('--remove: name the link: its kind, and the other issue.');
      if (kind === undefined) return listLinks(context, number);
      if (other === undefined)
        throw new UsageError(`Name the other issue: issue link ${number} ${kind} ${number + 1}.`);
      await changeLink(context, number, { kind: kindOf(kind), number: other }, flags);
    });
}

interface LinkFlags {
  readonly remove?: boolean;
}

async function listLinks(context: CommandContext, number: number): Promise<void> {
  const printer = context.printer();
  await withSession(context, { access: 'read' }, async ({ tracker }) => {
    const items = await tracker.links(number);
    await printer.list({ items, total: items.length }, (links, style) =>
      renderTable<Link>(
        links,
        [
          { title: 'KIND', cell: (link) => asWritten(link.kind) },
          { title: '#', cell: (link) => `#${link.number}` },
        ],
        style,
      ),
    );
    if (items.length === 0) await printer.note(`#${number} has no links.`);
  });
}

async function changeLink(
  context: CommandContext,
  number: number,
  link: Link,
  { remove = false }: LinkFlags,
): Promise<void> {
  const printer = context.printer();
  await withSession(context, { access: 'write' }, async ({ tracker }) => {
    if (remove) await tracker.unlink(number, link, writeOf(context));
    else await tracker.link(number, link, writeOf(context));
    const sentence = `#${number} ${asWritten(link.kind)} #${link.number}`;
    await printer.one(
      { issue: number, ...link, linked: !remove },
      renderLine(`${remove ? 'no longer: ' : ''}${sentence}`),
    );
  });
}

/** Kinds are written with a dash, as qualifiers of queries are. */
function asWritten(kind: LinkKind): string {
  return kind.replace('_', '-');
}

function kindOf(written: string): LinkKind {
  const kind = LINK_KINDS.find((it) => asWritten(it) === written);
  if (!kind) throw new UsageError(`${written} is no kind of link.`);
  return kind;
}
