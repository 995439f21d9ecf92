import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueState } from '@fixpoint/contracts/states.ts';
import { z } from 'zod';

/** What a demo shows: a project with a real bug, and the issue in which a user describes it. */
export interface Scene {
  readonly name: SceneName;
  readonly repository: string;
  readonly repositoryFolder: string;
  readonly title: string;
  readonly body: string;
  readonly endsIn: IssueState;
}

const SCENES = {
  fix: { issue: 'fix-python', endsIn: 'in-review' },
  node: { issue: 'fix-node', endsIn: 'in-review' },
  blocked: { issue: 'blocked', endsIn: 'blocked' },
  retry: { issue: 'retry-then-fix', endsIn: 'in-review' },
  ask: { issue: 'ask', endsIn: 'waiting-for-reply' },
  'no-scripts': { issue: 'no-scripts', endsIn: 'in-review' },
  hostile: { issue: 'hostile', endsIn: 'in-review' },
} as const;

export type SceneName = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as SceneName[];

const IssueFixture = z.object({ title: z.string(), body: z.string(), repository: z.string() });

export function readScene(root: string, name: SceneName): Scene {
  const { issue, endsIn } = SCENES[name];
  const fixtures = join(root, 'test/fixtures');
  const text = readFileSync(join(fixtures, 'issues', `${issue}.json`), 'utf8');
  const { title, body, repository } = IssueFixture.parse(JSON.parse(text));
  return {
    name,
    repository,
    repositoryFolder: join(fixtures, 'repositories', repository),
    title,
    body,
    endsIn,
  };
}
