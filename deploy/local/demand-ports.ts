import type { Context } from './context.ts';
import { type Endpoints, readEndpoints } from './endpoints.ts';
import { LocalStackError } from './errors.ts';
import { demandFreePort } from './free-port.ts';
import { isSameProcess } from './processes/identity.ts';
import { readRecord } from './processes/records.ts';
import type { ServerName } from './servers/row.ts';
import { SERVERS } from './servers/table.ts';

const ADDRESSES = {
  temporal: 'temporalAddress',
  store: 'storeUrl',
  gitea: 'giteaUrl',
} as const satisfies Readonly<Record<ServerName, keyof Endpoints>>;

/**
 * Looked at before anything is built or changed: minutes later is too late to hear of it, and what runs would be taken from
 * whoever uses it.
 *
 * @throws {LocalStackError} LOCAL_PORT_TAKEN by somebody else; LOCAL_ELSEWHERE when what this checkout started is at other ports
 */
export async function demandPorts({ paths, settings }: Pick<Context, 'paths' | 'settings'>): Promise<void> {
  const last = readEndpoints(paths);
  for (const row of SERVERS) {
    if (row.running.address(settings) !== undefined) continue;
    const record = readRecord(paths.run, row.name);
    if (record === undefined || !isSameProcess(record)) {
      for (const port of row.ports) await demandFreePort(port, settings.ports[port]);
      continue;
    }
    const at = last?.[ADDRESSES[row.name]];
    const wanted = row.address(settings);
    if (at !== undefined && at !== wanted)
      throw new LocalStackError('LOCAL_ELSEWHERE', `${row.title} runs at ${at}, and not at ${wanted}.`);
  }
}
