import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalSettings } from '@fixpoint/config/local.ts';
import type { LocalPortName } from '@fixpoint/config/local-ports.ts';
import type { Context } from '../context.ts';
import type { GoModule } from '../ways/build-go.ts';

export type ServerName = 'temporal' | 'store' | 'gitea';
export type Command = readonly [string, ...string[]];

/** An image on an engine. */
export interface EngineImage {
  readonly host: string;
  readonly image: string;
}

/** One row of the table of servers: the ways to have it, best first, and how each of them is started. */
export interface ServerRow {
  readonly name: ServerName;
  readonly title: string;
  readonly ports: readonly LocalPortName[];
  /** The variable that says where it runs already, and its value. */
  readonly running: {
    readonly variable: string;
    readonly address: (settings: LocalSettings) => string | undefined;
  };
  readonly path: { readonly program: string; readonly start: (context: Context, program: string) => Command };
  readonly image: {
    readonly name: string;
    readonly start: (context: Context, image: EngineImage) => Command;
  };
  readonly goModule: GoModule & { readonly start: (context: Context, program: string) => Command };
  /** Its address when it is started here. */
  readonly address: (settings: LocalSettings) => string;
  /** Asks it the real question; throws when the answer is wrong. */
  readonly check: (address: string) => Promise<void>;
}

/** A name for a container and its volume that no other checkout on the same engine has. */
export function containerName(context: Context, server: string): string {
  return `fixpoint-${createHash('sha256').update(context.paths.root).digest('hex').slice(0, 8)}-${server}`;
}

/** The folder where a server keeps its data. */
export function dataFolder(context: Context, server: string): string {
  const folder = join(context.paths.data, server);
  mkdirSync(folder, { recursive: true });
  return folder;
}
