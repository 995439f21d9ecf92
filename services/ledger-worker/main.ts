import { InputOwnerSchema } from '@fixpoint/activities-ledger/accept-input.ts';
import { createLedgerActivities } from '@fixpoint/activities-ledger/activities.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { TASK_QUEUES } from '@fixpoint/contracts/queues.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { createRedactor } from '@fixpoint/store/redaction.ts';
import { runService } from '@fixpoint/worker-kit/run-service.ts';

await runService('ledger-worker', readServiceConfig(), async ({ config }) => {
  const store = await openStore(config.storeUrl, { appName: 'ledger-worker' });
  return {
    workers: [
      {
        taskQueue: TASK_QUEUES.ledger,
        activities: createLedgerActivities({
          inputs: store.records('inputs', InputOwnerSchema),
          ledger: store.ledger(createRedactor()),
        }),
      },
    ],
    ready: () => store.ping(),
    close: () => store.close(),
  };
});
