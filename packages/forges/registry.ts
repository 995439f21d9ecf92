import { FixpointError } from '@fixpoint/contracts/errors.ts';
import type { ForgeKind } from '@fixpoint/contracts/ids.ts';
import { giteaDefinition } from './gitea/definition.ts';
import type { Forge, ForgeDefinition, ForgeOptions, WebhookFormat } from './ports.ts';

const DEFINITIONS: ReadonlyMap<ForgeKind, ForgeDefinition> = new Map([
  [giteaDefinition.kind, giteaDefinition],
]);

/** Whether Fixpoint can work at forges of this kind; the issues of all of them can be synced. */
export function runsAt(kind: ForgeKind): boolean {
  return DEFINITIONS.has(kind);
}

/** @throws FixpointError FORGE_UNKNOWN */
export function createForge(kind: ForgeKind, options: ForgeOptions): Forge {
  return findDefinition(kind).createForge(options);
}

/** @throws FixpointError FORGE_UNKNOWN */
export function webhookFormat(kind: ForgeKind): WebhookFormat {
  return findDefinition(kind).webhooks;
}

function findDefinition(kind: ForgeKind): ForgeDefinition {
  const definition = DEFINITIONS.get(kind);
  if (definition) return definition;
  const known = [...DEFINITIONS.keys()].join(', ');
  throw new FixpointError('FORGE_UNKNOWN', `Forges of kind ${kind} are not supported; use one of: ${known}.`);
}
