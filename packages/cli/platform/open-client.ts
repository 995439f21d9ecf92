import { readEndpoints } from '@fixpoint/local/endpoints.ts';
import { LocalStackError } from '@fixpoint/local/errors.ts';
import { localPaths } from '@fixpoint/local/paths.ts';
import { databaseUrl, profileOf } from '@fixpoint/local/platform/profile.ts';
import { openStore, type Store } from '@fixpoint/store/connect.ts';
import { Client, Connection } from '@temporalio/client';

const PROFILE = 'main';

function demandEndpoints() {
  const endpoints = readEndpoints(localPaths());
  if (endpoints) return endpoints;
  throw new LocalStackError(
    'LOCAL_UNHEALTHY',
    'The local stack was never started here. Run ./fixpoint up first.',
  );
}

/** Runs `body` with a client of the local Temporal. @throws LocalStackError when the stack was never started */
export async function withTemporal<T>(body: (client: Client) => Promise<T>): Promise<T> {
  const endpoints = demandEndpoints();
  const connection = await Connection.connect({ address: endpoints.temporalAddress, connectTimeout: 5_000 });
  try {
    const namespace = profileOf(localPaths(), PROFILE).temporalNamespace;
    return await body(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

/** Runs `body` with the local store. @throws LocalStackError when the stack was never started */
export async function withStore<T>(body: (store: Store) => Promise<T>): Promise<T> {
  const url = databaseUrl(demandEndpoints().storeUrl, profileOf(localPaths(), PROFILE));
  const store = await openStore(url, { appName: 'fixpoint-cli' });
  try {
    return await body(store);
  } finally {
    await store.close();
  }
}
