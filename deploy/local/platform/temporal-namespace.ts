import { SEARCH_ATTRIBUTES } from '@fixpoint/contracts/search-attributes.ts';
import { Connection } from '@temporalio/client';
// A CommonJS module without named exports that Node could see.
import proto from '@temporalio/proto';
import { waitFor } from '../processes/wait-for.ts';

const RETENTION_SECONDS = 7 * 24 * 60 * 60;
const VISIBLE_TIMEOUT_MS = 30_000;
const ALREADY_EXISTS = 6;
const { IndexedValueType } = proto.temporal.api.enums.v1;

/** Makes the namespace with our search attributes, before the first workflow wants either. */
export async function ensureTemporalNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await ignoreExisting(
      connection.workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: { seconds: RETENTION_SECONDS as never },
      }),
    );
    // The server takes a moment to know a new namespace everywhere.
    await waitFor(() => ensureSearchAttributes(connection, namespace), {
      timeoutMs: VISIBLE_TIMEOUT_MS,
      everyMs: 200,
    });
  } finally {
    await connection.close();
  }
}

async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SEARCH_ATTRIBUTES).filter(({ name }) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(({ name, type }) => [
      name,
      type === 'Int' ? IndexedValueType.INDEXED_VALUE_TYPE_INT : IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    ]),
  );
  await ignoreExisting(connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
}

async function ignoreExisting(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
  }
}
