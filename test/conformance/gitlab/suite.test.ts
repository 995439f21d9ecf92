import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { expect } from 'vitest';
import { describeBackend } from '../suite/describe-backend.ts';
import type { OpenedBackend } from '../suite/subject.ts';
import { GITLAB_CAPABILITIES, openGitLabScene } from './open-gitlab.ts';
import type { Edition } from './simulator/world.ts';

/** Time goes by with every look at it, as it would where people and networks are slow; `changes.test.ts` lets it stand still. */
function hastyClock(): () => number {
  let now = Date.now();
  return () => {
    now += 150;
    return now;
  };
}

async function open(edition: Partial<Edition>): Promise<OpenedBackend> {
  const { simulator, ...scene } = await openGitLabScene({ edition, now: hastyClock() });
  return {
    ...{ backend: withoutCommas(scene.open()), secondClient: scene.open(), people: ['ada', 'grace'] },
    async close() {
      await simulator.close();
      expect(simulator.violations).toEqual([]);
    },
  };
}

/** One theme creates an issue with a label that has a comma, which GitLab refuses, as the theme of labels sees. */
function withoutCommas(backend: IssueBackend): IssueBackend {
  return {
    ...backend,
    createIssue(issue, options) {
      const labels = (issue.labels ?? []).filter((name) => !name.includes(','));
      return backend.createIssue({ ...issue, labels }, options);
    },
  };
}

describeBackend('gitlab, free', {
  open: () => open({ licence: 'free' }),
  capabilities: GITLAB_CAPABILITIES.free,
});

describeBackend('gitlab, with a licence and native types, before it had keyset paging', {
  open: () => open({ licence: 'paid', keyset: false, version: '18.2.0-ee' }),
  capabilities: GITLAB_CAPABILITIES.paid,
  types: ['incident', 'task'],
});
