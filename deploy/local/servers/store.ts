import { MongoClient } from 'mongodb';
import type { Context } from '../context.ts';
import { containerCommand } from '../ways/container.ts';
import { containerName, dataFolder, type ServerRow } from './row.ts';

const DATABASE = 'fixpoint';

export const storeRow: ServerRow = {
  name: 'store',
  title: 'MongoDB-wire store',
  ports: ['store'],
  running: { variable: 'FIXPOINT_STORE_URL', address: (settings) => settings.storeUrl },
  path: {
    program: 'mongod',
    start: (context, program) => [program, ...mongodArguments(context, dataFolder(context, 'mongod'))],
  },
  image: {
    name: 'mongo:8',
    start: (context, engine) =>
      containerCommand({
        ...engine,
        name: containerName(context, 'store'),
        args: ['mongod', ...mongodArguments(context, '/data/db')],
        env: {},
        dataFolder: '/data/db',
      }),
  },
  goModule: {
    folder: 'ferretdb',
    package: '.',
    tags: [],
    needsC: false,
    start: (context, program) => [
      program,
      `127.0.0.1:${context.settings.ports.store}`,
      dataFolder(context, 'ferretdb'),
    ],
  },
  address: ({ ports }) => `mongodb://127.0.0.1:${ports.store}/${DATABASE}`,
  check: checkStore,
};

function mongodArguments(context: Context, folder: string): string[] {
  return ['--bind_ip', '127.0.0.1', '--port', String(context.settings.ports.store), '--dbpath', folder];
}

/** Asks the store to keep something and to give it back. */
async function checkStore(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_500, connectTimeoutMS: 1_500 });
  try {
    await client.db().command({ ping: 1 });
    const probes = client.db().collection<{ _id: string; at: Date }>('health');
    await probes.updateOne({ _id: 'probe' }, { $set: { at: new Date() } }, { upsert: true });
    if ((await probes.findOne({ _id: 'probe' })) === null)
      throw new Error('the store forgets what it is given');
  } finally {
    await client.close();
  }
}
