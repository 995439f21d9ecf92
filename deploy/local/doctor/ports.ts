import { LOCAL_PORTS, type LocalPortName, portVariable } from '@fixpoint/config/local-ports.ts';
import type { Context } from '../context.ts';
import { isPortFree } from '../free-port.ts';
import { isSameProcess } from '../processes/identity.ts';
import { readRecords } from '../processes/records.ts';
import { SERVERS } from '../servers/table.ts';
import type { Finding } from './finding.ts';

/** Whether the ports of what does not run yet are free. Those of what runs are shown to be right by its own check. */
export async function examinePorts(context: Context): Promise<Finding> {
  const { paths, settings } = context;
  const running = new Set(
    readRecords(paths.run)
      .filter((record) => isSameProcess(record))
      .map((record) => record.name),
  );
  const servedElsewhere = (name: string) =>
    SERVERS.some((row) => row.name === name && row.running.address(settings) !== undefined);
  const portsOf = new Map(SERVERS.map((row) => [row.name as string, row.ports]));
  const inUse = new Set<LocalPortName>();
  for (const [name, ports] of portsOf)
    if (running.has(name) || servedElsewhere(name)) for (const port of ports) inUse.add(port);
  const taken: LocalPortName[] = [];
  for (const name of Object.keys(LOCAL_PORTS) as LocalPortName[]) {
    if (inUse.has(name) || running.has(name)) continue;
    if (!(await isPortFree(settings.ports[name]))) taken.push(name);
  }
  const all = Object.values(settings.ports);
  if (taken.length === 0)
    return { part: 'Ports', status: 'ok', detail: `${Math.min(...all)} to ${Math.max(...all)}` };
  const detail = `taken by other programs: ${taken.map((name) => `${settings.ports[name]} (${name})`).join(', ')}`;
  const mend = `Set ${taken.map(portVariable).join(', ')} to free ports, or FIXPOINT_PORT_BASE to move all of them.`;
  return { part: 'Ports', status: 'broken', detail, mend };
}
