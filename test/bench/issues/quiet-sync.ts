import { join } from 'node:path';
import { openLocalBackend } from '@fixpoint/issue-core/local/open-local-backend.ts';
import { openDatabase } from '@fixpoint/issue-core/sqlite/open-database.ts';
import { runSync } from '@fixpoint/issue-core/sync/engine.ts';
import { openSqliteSyncStore, SYNC_SCHEMA } from '@fixpoint/issue-core/sync/sqlite-store.ts';
import { openGitHubScene } from '../../conformance/github/open-github.ts';
import type { SeenRequest } from '../../conformance/github/simulator/open-simulator.ts';
import { exactFigure, type Figure } from '../figure.ts';
import { madeUpIssues } from './made-up-issues.ts';

const ISSUES = 60;
const LOOK_MS = 100;
const BETWEEN_ISSUES_MS = 60_000;
const BETWEEN_SYNCS_MS = 15 * 60_000;
const STREAMS = ['/issues', '/issues/comments'];

/** What a sync between GitHub and the local store costs when nothing changed since the one before. */
export async function measureQuietSync(folder: string): Promise<Figure[]> {
  let clockMs = Date.UTC(2026, 0, 1);
  // As where people and networks are slow; otherwise all of a sync would happen within one second.
  const now = () => {
    clockMs += LOOK_MS;
    return clockMs;
  };
  const scene = await openGitHubScene({ now });
  const { simulator } = scene;
  const github = scene.open();
  const local = openLocalBackend({ path: join(folder, 'quiet.db'), login: 'bench', now });
  const database = openDatabase(join(folder, 'quiet-sync.db'), [SYNC_SCHEMA]);
  try {
    const made = madeUpIssues(4);
    for (let issue = 0; issue < ISSUES; issue += 1) {
      const { number } = await github.createIssue(withoutPeople(made.issue()));
      await github.createComment(number, made.comment());
      clockMs += BETWEEN_ISSUES_MS;
    }
    const store = openSqliteSyncStore(database, 'bench');
    const sync = async () => {
      clockMs += BETWEEN_SYNCS_MS;
      const first = simulator.requests.length;
      const pair = { a: github, b: local, store, direction: 'both', now } as const;
      const { operationCount, failed } = await runSync(pair);
      if (failed.length > 0) throw new Error(`a sync failed: ${failed[0]?.message}`);
      return { writes: operationCount, requests: simulator.requests.slice(first) };
    };
    const first = await sync();
    const second = await sync();
    const third = await sync();
    if (simulator.violations.length > 0) throw new Error(simulator.violations.join('\n'));
    return [
      { name: `first sync of ${ISSUES} issues, writes`, value: String(first.writes), aim: '' },
      ...figuresOf('second sync, nothing changed', second),
      ...figuresOf('third sync, nothing changed', third),
    ];
  } finally {
    database.close();
    await local.close();
    await github.close();
    await simulator.close();
  }
}

function figuresOf(
  name: string,
  { writes, requests }: { readonly writes: number; readonly requests: readonly SeenRequest[] },
): Figure[] {
  const asked = (stream: string | null) => requests.filter(({ path }) => streamOf(path) === stream);
  return [
    exactFigure(`${name}: writes`, String(writes), '0'),
    ...STREAMS.map((stream) =>
      exactFigure(`${name}: requests for ${stream}`, countOf(asked(stream)), '1 (304)'),
    ),
    exactFigure(`${name}: other requests`, countOf(asked(null)), '0'),
  ];
}

function streamOf(path: string): string | null {
  return STREAMS.find((stream) => path.endsWith(`/shop${stream}`)) ?? null;
}

/** With how they were answered. */
function countOf(requests: readonly SeenRequest[]): string {
  const statuses = [...new Set(requests.map(({ status }) => status))].join(', ');
  return statuses === '' ? '0' : `${requests.length} (${statuses})`;
}

/** Nobody of whom the bench tells is known there. */
function withoutPeople<T extends object>(issue: T) {
  return { ...issue, assignees: [] };
}
