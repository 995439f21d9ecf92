import { issueWorld } from '@fixpoint/issue-cli/testing/issue-world.ts';
import { expect, onTestFinished, test } from 'vitest';
import type { CliForge } from './cli-subject.ts';

export function setUp(openForge: () => Promise<CliForge>): void {
  test('is nothing at all in a clone: the server is asked once what it is', async () => {
    const forge = await openForge();
    onTestFinished(() => forge.close({ wasProbed: true }));
    const { type, url, owner, repo, token, people } = forge;
    const world = issueWorld({ origin: `${url}/${owner}/${repo}.git` });
    const environment = { ISSUE_CORE_TOKEN: token };
    const json = async (...argv: readonly string[]): Promise<unknown> =>
      JSON.parse((await world.run([...argv, '--format=json'], { environment })).stdout);

    expect(await json('config', 'show')).toMatchObject({
      ...{ kind: { value: type, from: 'probe' }, url: { value: url }, token: { source: 'ISSUE_CORE_TOKEN' } },
      ...{ owner: { value: owner }, repo: { value: repo } },
    });
    expect(await json('create', 'One')).toMatchObject({ number: 1, author: people[0] });
    const asked = forge.requests().length;
    expect(await json('list')).toMatchObject([{ title: 'One' }]);
    await json('list');
    const paths = forge
      .requests()
      .slice(asked)
      .map(({ path }) => path);
    expect(new Set(paths).size).toBe(1);
  });
}
