import { expect, test } from 'vitest';
import type { CliSubject } from './cli-subject.ts';

interface Envelope {
  readonly schemaVersion: number;
  readonly data: readonly { readonly number: number }[];
  readonly page: { readonly total: number | null; readonly next: string | null };
}

export function output(open: () => Promise<CliSubject>): void {
  test('--json pages with an envelope; --format=json, ndjson and a template print what is in it', async () => {
    const { json, run } = await open();
    for (const title of ['one', 'two', 'three']) await json('create', title);

    async function page(...cursor: readonly string[]): Promise<Envelope> {
      const { stdout } = await run('list', '--limit', '2', '--json', ...cursor);
      return JSON.parse(stdout) as Envelope;
    }
    const first = await page();
    const second = await page('--cursor', first.page.next ?? '');

    expect(first.schemaVersion).toBe(1);
    expect([first, second].map(({ data }) => data.map(({ number }) => number))).toEqual([[3, 2], [1]]);
    expect(second.page.next).toBeNull();
    expect(await json('list')).toEqual([...first.data, ...second.data]);
    const lines = (await run('list', '--format=ndjson')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(await json('list'));
    expect((await run('list', '--template', '{{.number}} {{.title}}')).stdout).toBe(
      '3 three\n2 two\n1 one\n',
    );
    expect((await run('list')).stdout).toMatch(/three[\s\S]*two[\s\S]*one/);
  });

  test('the tracker can be named by the environment alone', async () => {
    const { forge, world, json } = await open();
    await json('create', 'One');
    const environment = {
      ...{ ISSUE_CORE_BACKEND: forge.type, ISSUE_CORE_URL: forge.url, ISSUE_CORE_OWNER: forge.owner },
      ...{ ISSUE_CORE_REPO: forge.repo, ISSUE_CORE_TOKEN: forge.token },
    };
    await json('backend', 'remove', 'production');

    const { stdout } = await world.run(['list', '--format=json'], { environment });

    expect(JSON.parse(stdout)).toMatchObject([{ title: 'One' }]);
    const tested = await world.run(['backend', 'test', '--format=json'], { environment });
    expect(JSON.parse(tested.stdout)).toMatchObject({
      ...{ type: forge.type, ok: true, login: forge.people[0], canWrite: true },
      target: `${forge.owner}/${forge.repo}`,
    });
  });
}
