import type { IssueBackend } from '@fixpoint/issue-core/backend/port.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GitHubScene, openGitHubScene } from './open-github.ts';
import { createContract } from './simulator/contract/contract.ts';

// The first use of an operation compiles its schemas.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const contract = createContract();

describe('the types of an organisation', () => {
  let scene: GitHubScene;
  let backend: IssueBackend;
  beforeEach(async () => {
    scene = await openGitHubScene({ contract, issueTypes: ['Bug', 'User Story'] });
    backend = scene.open();
  });
  afterEach(async () => {
    await scene.simulator.close();
    expect(scene.simulator.violations).toEqual([]);
  });

  function stored(number: number) {
    const issue = scene.repository.issues.find((it) => it.number === number);
    return { type: issue?.type?.name ?? null, labels: issue?.labels.map(({ name }) => name) };
  }

  test('are used where there is one, and a label where there is none', async () => {
    const { number } = await backend.createIssue({ title: 'Typed', type: 'bug' });
    const native = stored(number);
    const other = await backend.updateIssue(number, { type: 'chore' });
    const encoded = stored(number);
    const back = await backend.updateIssue(number, { type: 'user story' });

    expect(native).toEqual({ type: 'Bug', labels: [] });
    expect(other.type).toBe('chore');
    expect(encoded).toEqual({ type: null, labels: ['type:chore'] });
    expect(back.type).toBe('user story');
    expect(stored(number)).toEqual({ type: 'User Story', labels: [] });
  });

  test('are set and cleared by the label that would carry them', async () => {
    const { number } = await backend.createIssue({ title: 'Typed', labels: ['type:bug', 'kept'] });
    const set = stored(number);
    const cleared = await backend.updateIssue(number, { removeLabels: ['Type:Bug'] });

    expect(set).toEqual({ type: 'Bug', labels: ['kept'] });
    expect(cleared).toMatchObject({ type: null, labels: ['kept'] });
  });

  test('are asked for once, and only when a type is at stake', async () => {
    const asked = () => scene.simulator.requests.filter(({ path }) => path.endsWith('/issue-types')).length;
    const { number } = await backend.createIssue({ title: 'Plain' });
    const before = asked();

    await backend.updateIssue(number, { type: 'bug' });
    await backend.updateIssue(number, { type: 'chore' });

    expect([before, asked()]).toEqual([0, 1]);
  });

  test('that no label can carry are refused', async () => {
    await expect(backend.createIssue({ title: 'x', type: 'not a type!' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(scene.repository.issues).toEqual([]);
  });
});
