import { exportChain } from '@fixpoint/store/export-chain.ts';
import { KEEP_ALL } from '@fixpoint/store/redaction.ts';
import { Command } from 'commander';
import { chainOf } from '../ledger/chain-of.ts';
import { verifyIssue } from '../ledger/verify-issue.ts';
import { withStore, withTemporal } from '../platform/open-client.ts';

/** `fixpoint ledger`: verifies and exports what was recorded of a run. */
export function ledgerCommand(): Command {
  const ledger = new Command('ledger').description('verify or export the record of an issue');
  ledger
    .command('verify <workflow>')
    .description(
      'check every entry of an issue and its attempts; exit code 1 when one was altered or is missing. The workflow is an id as ./fixpoint runs shows it, or the ledger that a pull request names',
    )
    .option('--json', 'print the verdicts as one array')
    .action((id: string, options: { json?: boolean }) =>
      withTemporal((client) =>
        withStore(async (store) => {
          const verified = await verifyIssue(client, store.ledger(KEEP_ALL), await chainOf(client, id));
          if (options.json) process.stdout.write(`${JSON.stringify(verified)}\n`);
          else
            for (const { chainId, entries, verdict } of verified) {
              const says = verdict.valid
                ? `head ${verdict.head.hash}`
                : `entry ${verdict.sequence}: ${verdict.reason}`;
              process.stdout.write(`${verdict.valid ? '✓' : '✗'} ${chainId}: ${entries} entries, ${says}\n`);
            }
          process.exitCode = verified.every(({ verdict }) => verdict.valid) ? 0 : 1;
        }),
      ),
    );
  ledger
    .command('export <workflow>')
    .description(
      'print the chain of an issue or of an attempt as JSON lines, one entry each; docs/ledger.md says how to verify it by hand',
    )
    .action((id: string) =>
      withTemporal((client) =>
        withStore(async (store) => {
          const chain = await chainOf(client, id);
          for await (const line of exportChain(store.ledger(KEEP_ALL), chain)) process.stdout.write(line);
        }),
      ),
    );
  return ledger;
}
