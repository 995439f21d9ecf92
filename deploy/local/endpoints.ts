import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LocalPaths } from './paths.ts';

export const GiteaAdmin = z.object({ user: z.string(), password: z.string(), token: z.string() });
export type GiteaAdmin = z.infer<typeof GiteaAdmin>;

/** Where everything is. Also in `.fixpoint/run/endpoints.json`, which only its owner may read. */
export const Endpoints = z.object({
  /** HOST:PORT of Temporal's gRPC. */
  temporalAddress: z.string(),
  temporalUiUrl: z.string(),
  /** A MongoDB connection string with the database in its path. */
  storeUrl: z.string(),
  /** Without a slash at the end. */
  giteaUrl: z.string(),
  giteaAdmin: GiteaAdmin,
  /** As DOCKER_HOST has it. */
  dockerHost: z.string(),
  /** The path in `dockerHost`; empty when the engine is reached over TCP. */
  dockerSocketPath: z.string(),
  sandboxImage: z.string(),
});
export type Endpoints = z.infer<typeof Endpoints>;

const fileOf = (paths: LocalPaths) => join(paths.run, 'endpoints.json');

export function writeEndpoints(paths: LocalPaths, endpoints: Endpoints): void {
  writeSecretFile(fileOf(paths), endpoints);
}

/** The endpoints of the last start; undefined when there was none. Whether they answer is another question. */
export function readEndpoints(paths: LocalPaths): Endpoints | undefined {
  try {
    return Endpoints.parse(JSON.parse(readFileSync(fileOf(paths), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes JSON that nobody but its owner may read. */
export function writeSecretFile(path: string, content: unknown): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}
