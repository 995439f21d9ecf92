import { readForges } from '@fixpoint/config/forges.ts';
import { readIngressConfig } from '@fixpoint/config/ingress.ts';
import { readServiceConfig } from '@fixpoint/config/service.ts';
import { webhookFormat } from '@fixpoint/forges/registry.ts';
import { openStore } from '@fixpoint/store/connect.ts';
import { proposalRecords, repositoryRecords } from '@fixpoint/store/shared-records.ts';
import { createLogger } from '@fixpoint/worker-kit/logger.ts';
import { createRegistry } from '@fixpoint/worker-kit/metrics.ts';
import { Client, Connection } from '@temporalio/client';
import { createIngress, DEFAULT_INGRESS_OPTIONS } from './app.ts';
import { webhookForges } from './find-sender.ts';
import { RegisteredRepositories } from './registered-repositories.ts';
import { shutdownRequested } from './shutdown-requested.ts';
import { createTemporalIssueSignals } from './temporal-issue-signals.ts';

const service = readServiceConfig();
const config = readIngressConfig();
const forges = webhookForges(readForges());
const log = createLogger('ingress', service.logLevel);
const { dependencyTimeoutMs } = DEFAULT_INGRESS_OPTIONS;

const store = await openStore(service.storeUrl, { appName: 'fixpoint-ingress' });
// Not connected yet: while Temporal is away, webhooks are answered with 503 and not with silence.
const connection = Connection.lazy({ address: service.temporalAddress });
const namespace = service.temporalNamespace;
const client = new Client({ connection, namespace });

const app = createIngress(
  {
    forges,
    formats: new Map(forges.map(({ kind }) => [kind, webhookFormat(kind)])),
    triggerLabel: config.triggerLabel,
    repositories: new RegisteredRepositories(repositoryRecords(store)),
    proposals: proposalRecords(store),
    signals: createTemporalIssueSignals(client, { limits: config.runLimits, timeoutMs: dependencyTimeoutMs }),
    readiness: {
      store: () => store.ping(),
      temporal: () =>
        client.withDeadline(Date.now() + dependencyTimeoutMs, () =>
          connection.workflowService.describeNamespace({ namespace }),
        ),
    },
    registry: createRegistry('ingress'),
    log,
  },
  { dependencyTimeoutMs, maxBodyBytes: config.maxBodyBytes },
);

try {
  const shutdown = shutdownRequested();
  log.info({ address: await app.listen({ host: config.host, port: config.port }) }, 'listening');
  log.info({ signal: await shutdown }, 'shutting down');
} finally {
  await app.close();
  await Promise.allSettled([store.close(), connection.close()]);
}
