import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { demandFreePort, isPortFree } from './free-port.ts';

test('a taken port is named with the variable that moves it', async () => {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const demand = demandFreePort('temporalUi', port);

  await expect(demand).rejects.toThrow(
    `Port ${port} (temporalUi) is taken. Set FIXPOINT_PORT_TEMPORAL_UI to a free one`,
  );
  await expect(isPortFree(port)).resolves.toBe(false);
});
