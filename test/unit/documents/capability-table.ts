import { GITLAB_CAPABILITIES } from '@fixpoint/forges/gitlab/tracker/capabilities.ts';
import { TRACKERS } from '@fixpoint/forges/tracker-registry.ts';
import { CAPABILITIES, type CapabilityTable } from '@fixpoint/issue-core/backend/capabilities.ts';

/** Every kind of the registry, and what a licence adds. */
export function capabilityColumns(): ReadonlyMap<string, CapabilityTable> {
  const kinds = [...TRACKERS.values()].map(({ kind, capabilities }) => [kind, capabilities] as const);
  return new Map([...kinds, ['gitlab, paid', GITLAB_CAPABILITIES.paid]]);
}

/** The rows as the code has them, in the order of the code. */
export function capabilityRows(
  columns: ReadonlyMap<string, CapabilityTable>,
): readonly (readonly string[])[] {
  const rows = CAPABILITIES.map((capability) => [
    capability,
    ...[...columns.values()].map((table) => table[capability]),
  ]);
  return [['has', ...columns.keys()], ...rows];
}

/** The table that begins with this heading in its first cell; empty when there is none. */
export function tableIn(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const from = lines.findIndex((line) => cellsOf(line)[0] === heading);
  if (from < 0) return [];
  const rows = lines.slice(from);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows
    .slice(0, end < 0 ? rows.length : end)
    .map(cellsOf)
    .filter((cells) => !cells.every((cell) => /^-+$/.test(cell)));
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
}
