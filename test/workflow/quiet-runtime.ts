import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

/** Only errors; to be called once, before anything else of Temporal in a process. */
export function installQuietRuntime(): void {
  const filter = makeTelemetryFilterString({ core: 'ERROR' });
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter } },
  });
}
