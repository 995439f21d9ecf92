import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runSnippets } from './snippets.ts';

const DOCUMENT = new URL('../../../docs/agent-integration.md', import.meta.url);
const TIMEOUT_MS = 120_000;

const fenced = (code: string) => `Text.\n\n\`\`\`ts\n${code}\n\`\`\`\n`;

it(
  'has snippets that compile, run, and print what the page says',
  async () => {
    const { types, failure, printed, expected } = await runSnippets(await readFile(DOCUMENT, 'utf8'));

    expect(types).toBe('');
    expect(failure).toBe('');
    expect(printed).toEqual(expected);
    expect(printed.length).toBeGreaterThan(10);
  },
  TIMEOUT_MS,
);

it(
  'would be refused for a wrong type, a failure, or a wrong output',
  async () => {
    const wrong = [
      "const count: number = 'one';",
      'console.log(count); // 1',
      "throw new Error('it does not run');",
    ].join('\n');

    const { types, failure, printed, expected } = await runSnippets(
      fenced(wrong) + fenced("import './no.ts';"),
    );
    const { printed: shown } = await runSnippets(fenced('console.log(1); // 2'));

    expect(types).toMatch(/snippets\.ts\(1,7\): error TS2322/);
    expect(types).toMatch(/no\.ts/);
    expect(failure).toMatch(/no\.ts/);
    expect(printed).not.toEqual(expected);
    expect(shown).toEqual(['1']);
  },
  TIMEOUT_MS,
);
