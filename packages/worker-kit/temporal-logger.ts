import type { Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from './logger.ts';

/** Lets the SDK and its core write into the service's own log. */
export function temporalLogger(logger: Logger): TemporalLogger {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  return {
    log: (level, message, meta) => logger[levels[level]](meta ?? {}, message),
    trace: (message, meta) => logger.trace(meta ?? {}, message),
    debug: (message, meta) => logger.debug(meta ?? {}, message),
    info: (message, meta) => logger.info(meta ?? {}, message),
    warn: (message, meta) => logger.warn(meta ?? {}, message),
    error: (message, meta) => logger.error(meta ?? {}, message),
  };
}
