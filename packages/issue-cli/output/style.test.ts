import { expect, test } from 'vitest';
import type { World } from '../world.ts';
import { relativeTime } from './relative-time.ts';
import { styleFor } from './style.ts';
import { renderTable } from './table.ts';
import { clipTo, widthOf } from './text-width.ts';

function worldWith(stdout: boolean, environment: Record<string, string> = {}): World {
  return {
    environment,
    isTerminal: { stdin: true, stdout, stderr: true },
    columns: 40,
    now: () => new Date('2026-03-01T12:00:00Z'),
  } as unknown as World;
}

test('links are for terminals, and only those of the web', () => {
  const { link } = styleFor(worldWith(true), true);

  expect(link('#1', 'https://forge.example/1')).toBe(
    '\u001b]8;;https://forge.example/1\u001b\\#1\u001b]8;;\u001b\\',
  );
  expect(link('#1', 'https://forge.example/\u001b\\\u0007x').split('\u001b')).toHaveLength(5);
  expect(link('#1', 'https://forge.example/\u001b\\\u0007x')).not.toContain('\u0007');
  for (const url of [null, 'javascript:alert(1)', 'file:///etc/passwd', 'nonsense'])
    expect(link('#1', url)).toBe('#1');
  expect(styleFor(worldWith(false), true).link('#1', 'https://forge.example/1')).toBe('#1');
});

test('columns line up, whatever script is in them', () => {
  const rows = [{ name: '日本語' }, { name: 'né' }, { name: '👍🏽 ok' }];
  const style = styleFor(worldWith(false), true);

  const lines = renderTable(
    rows,
    [
      { title: 'NAME', cell: ({ name }) => name },
      { title: 'EMPTY', cell: () => '' },
      { title: 'END', cell: () => '|' },
    ],
    style,
  ).split('\n');

  expect(lines).toHaveLength(4);
  expect(lines[0]).not.toContain('EMPTY');
  for (const line of lines.slice(1)) expect(widthOf(line)).toBe(9);
});

test('widths are those of a terminal', () => {
  expect(['abc', '日本', 'e\u0301', '👩‍👩‍👧', '👍🏽'].map(widthOf)).toEqual([3, 4, 1, 2, 2]);
  expect(clipTo('日本語', 4)).toBe('日…');
  expect(clipTo('short', 5)).toBe('short');
});

test('times are told as people do', () => {
  const now = new Date('2026-03-01T12:00:00Z');

  expect(
    [
      '2026-03-01T11:59:50Z',
      '2026-03-01T11:30:00Z',
      '2026-02-27T12:00:00Z',
      '2026-03-01T15:00:00Z',
      '2024-03-01T12:00:00Z',
    ].map((iso) => relativeTime(iso, now)),
  ).toEqual(['now', '30 min ago', '2 d ago', 'in 3 h', '2 y ago']);
});
