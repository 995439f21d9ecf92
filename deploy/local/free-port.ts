import { createServer } from 'node:net';
import { type LocalPortName, portVariable } from '@fixpoint/config/local-ports.ts';
import { LocalStackError } from './errors.ts';

/** True when a server can listen on this port of the loopback interface. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @throws {LocalStackError} LOCAL_PORT_TAKEN, naming the port, and the variable that moves it. */
export async function demandFreePort(name: LocalPortName, port: number): Promise<void> {
  if (await isPortFree(port)) return;
  const detail = `Port ${port} (${name}) is taken. Set ${portVariable(name)} to a free one, or FIXPOINT_PORT_BASE to move all of them.`;
  throw new LocalStackError('LOCAL_PORT_TAKEN', detail);
}
