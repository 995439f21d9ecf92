import { type Command, InvalidArgumentError } from 'commander';

export interface ListenFlags {
  readonly host: string;
  readonly port: number;
  readonly allowPrivateWebhooks?: boolean;
}

const DEFAULT_PORT = 8765;
const MAX_PORT = 65_535;

export function addListenFlags(command: Command): Command {
  return command
    .option('--host <address>', 'the address to listen at; 0.0.0.0 is every one of this host', '127.0.0.1')
    .option('--port <number>', 'the port to listen at; 0 is any that is free', parsePort, DEFAULT_PORT)
    .option('--allow-private-webhooks', 'deliver webhooks to private addresses and without TLS, too');
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= MAX_PORT) return port;
  throw new InvalidArgumentError(`Give a number from 0 to ${MAX_PORT}.`);
}
