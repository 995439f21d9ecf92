import type { AddressInfo } from 'node:net';
import {
  openServer,
  type TestServer,
  type TestServerOptions,
} from '@fixpoint/issue-server/testing/open-server.ts';

/** The server of the server's own tests, listening. */
export async function openServed(
  options: TestServerOptions = {},
): Promise<TestServer & { readonly url: string }> {
  const server = openServer(options);
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.app.server.address() as AddressInfo;
  return { ...server, url: `http://127.0.0.1:${port}` };
}
