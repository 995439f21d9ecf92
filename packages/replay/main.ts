import { readReplayConfig } from '@fixpoint/config/replay.ts';
import { readCassettes } from './cassette-files.ts';
import { createReplayServer } from './replay-server.ts';

const config = readReplayConfig();
const app = createReplayServer({
  cassettes: await readCassettes(config.cassettesFolder),
  latencyMs: config.latencyMs,
  ...(config.record ? { recordTo: config.cassettesFolder } : {}),
});
const address = await app.listen({ host: '127.0.0.1', port: config.port });
process.stdout.write(`${JSON.stringify({ replay: address })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
