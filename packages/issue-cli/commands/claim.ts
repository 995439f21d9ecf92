import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { Claim } from '@fixpoint/issue-core/coordination/port.ts';
import { Command } from 'commander';
import { parseClaimTtlMs, parseIssueNumber } from '../arguments.ts';
import { type CommandContext, withSession } from '../command-context.ts';
import { renderLine } from '../output/render-done.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import type { Session } from '../session/open-session.ts';

interface ClaimFlags {
  readonly ttl?: number;
  readonly takeover?: boolean;
}

/** `issue claim`: a lease, with the fencing token that later writes name; without a number, all that are held. */
export function claimCommand(context: CommandContext): Command {
  return new Command('claim')
    .argument('[number]', 'the issue; without it, what is claimed by whom', parseIssueNumber)
    .description('take an issue for a time, so that nobody else works on it')
    .option('--ttl <duration>', 'for how long, from 1s to 24h (default: 15m)', parseClaimTtlMs)
    .option('--takeover', 'take it from whoever holds it')
    .action(async (number: number | undefined, { ttl, takeover }: ClaimFlags) => {
      const printer = context.printer();
      if (number === undefined) return listClaims(context);
      await withSession(context, { access: 'write' }, async ({ tracker }) => {
        const claim = await tracker.claim(number, {
          ...(ttl === undefined ? {} : { ttlMs: ttl }),
          ...(takeover === undefined ? {} : { takeover }),
        });
        await printer.one(claim, renderClaim);
      });
    });
}

/** `issue heartbeat`: gives a claim its whole time again. */
export function heartbeatCommand(context: CommandContext): Command {
  return new Command('heartbeat')
    .argument('<number>', 'the issue', parseIssueNumber)
    .description('keep a claim: --claim-token says which, else your own')
    .action(async (number: number) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async (session) => {
        const token = await tokenOf(context, session, number);
        await printer.one(await session.tracker.heartbeat(number, token), renderClaim);
      });
    });
}

/** `issue release`: gives the issue back. */
export function releaseCommand(context: CommandContext): Command {
  return new Command('release')
    .argument('<number>', 'the issue', parseIssueNumber)
    .description('give a claim back: --claim-token says which, else your own')
    .action(async (number: number) => {
      const printer = context.printer();
      await withSession(context, { access: 'write' }, async (session) => {
        const token = await tokenOf(context, session, number);
        if (!(await session.tracker.release(number, token))) throw lost(number, token);
        await printer.one({ issue: number, token, released: true }, renderLine(`released #${number}`));
      });
    });
}

/** The one that was named, else that of the claim this agent holds. @throws FixpointError CLAIM_LOST when it holds none */
async function tokenOf(context: CommandContext, { tracker }: Session, number: number): Promise<number> {
  const { claimToken } = context.flags();
  if (claimToken !== undefined) return claimToken;
  const claim = await tracker.claimOf(number);
  if (claim?.agent === tracker.agent) return claim.token;
  throw new FixpointError('CLAIM_LOST', `${tracker.agent} does not hold #${number}.`);
}

async function listClaims(context: CommandContext): Promise<void> {
  const printer = context.printer();
  await withSession(context, { access: 'read' }, async ({ tracker }) => {
    const items = await tracker.claims();
    await printer.list({ items, total: items.length }, (claims, style) =>
      renderTable<Claim>(
        claims,
        [
          { title: '#', cell: ({ issue }) => `#${issue}` },
          { title: 'AGENT', cell: ({ agent }) => agent },
          { title: 'TOKEN', cell: ({ token }) => String(token) },
          { title: 'UNTIL', cell: ({ expiresAt }) => expiresAt },
        ],
        style,
      ),
    );
    if (items.length === 0) await printer.note('Nothing is claimed.');
  });
}

function renderClaim({ issue, agent, token, expiresAt }: Claim, style: Style): string {
  const mark = style.paint('green', '✓');
  return `${mark} #${issue} is held by ${agent} with token ${token} until ${expiresAt}`;
}

function lost(number: number, token: number): FixpointError {
  return new FixpointError('CLAIM_LOST', `Token ${token} does not hold #${number} any more.`);
}
