import type { LocalSettings } from '@fixpoint/config/local.ts';
import type { LocalPaths } from './paths.ts';
import type { Report } from './report.ts';

/** What every part of the stack is given. */
export interface Context {
  readonly paths: LocalPaths;
  readonly settings: LocalSettings;
  readonly report: Report;
  /** After it, nothing more is started, so that what runs can be stopped for good. */
  readonly signal: AbortSignal | undefined;
  /** The last installation of Debian packages: apt holds one lock for the whole system, so that they queue up. */
  readonly installations: { last: Promise<unknown> };
}
