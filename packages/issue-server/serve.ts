import type { AddressInfo } from 'node:net';
import { FixpointError } from '@fixpoint/contracts/errors.ts';
import { createIssueServer } from './app.ts';
import { createKeyStore } from './auth/key-store.ts';
import { permits } from './auth/scopes.ts';
import { startBackgroundWork } from './background.ts';
import { DEFAULT_SERVER_OPTIONS, type IssueServerOptions } from './options.ts';
import type { IssueServerPorts } from './ports.ts';
import { createDeliverer, DEFAULT_TIMEOUT_MS } from './webhooks/deliver.ts';
import { createDeliveryStore } from './webhooks/delivery-store.ts';
import { createWebhookStore } from './webhooks/webhook-store.ts';

export interface ServeConfig extends Partial<IssueServerOptions> {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface RunningServer {
  /** `http://host:port` */
  readonly url: string;
  /** Ends requests and background work; what it was given stays open. */
  close(): Promise<void>;
}

/**
 * What `issue serve` runs: listens, delivers webhooks and watches over leases until it is closed.
 *
 * @throws FixpointError INVALID_CONFIG when there is no key with which anybody could ask, or the address cannot be had
 */
export async function serveIssues(ports: IssueServerPorts, config: ServeConfig): Promise<RunningServer> {
  const { host, port, ...changes } = config;
  const options = { ...DEFAULT_SERVER_OPTIONS, ...changes };
  const { database, coordination, log, now } = ports;
  if (ports.apiKey === null && !hasAdminKey(ports)) {
    throw new FixpointError(
      'INVALID_CONFIG',
      'ISSUE_CORE_API_KEY: is not set, and the store holds no key of an admin.',
    );
  }
  const app = createIssueServer(ports, options);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new FixpointError('INVALID_CONFIG', `--host and --port: ${reason}.`, { cause: error });
  }
  const webhooks = createWebhookStore(database, now);
  const deliveries = createDeliveryStore(database, now);
  const deliver = createDeliverer(
    { webhooks, deliveries, coordination, log, now },
    { allowPrivate: options.allowPrivateWebhookTargets, timeoutMs: DEFAULT_TIMEOUT_MS },
  );
  const background = startBackgroundWork({ coordination, deliver, log });
  const url = urlOf(app.server.address() as AddressInfo);
  log.info({ url }, 'listening');
  return {
    url,
    async close() {
      await Promise.all([background.stop(), app.close()]);
    },
  };
}

function hasAdminKey({ database, now }: IssueServerPorts): boolean {
  return createKeyStore(database, now)
    .list()
    .some(({ scopes, revokedAt }) => revokedAt === null && permits(scopes, 'issues:admin'));
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
