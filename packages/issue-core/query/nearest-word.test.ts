import { expect, test } from 'vitest';
import { nearestWord } from './nearest-word.ts';

const WORDS = ['assignee', 'label', 'claimed-by', 'blocks', 'is'];

test.each([
  ['asignee', 'assignee'],
  ['lable', 'label'],
  ['labels', 'label'],
  ['asignees', 'assignee'],
  ['claimed', 'claimed-by'],
  ['si', 'is'],
  ['block', 'blocks'],
])('%s is meant as %s', (word, meant) => {
  expect(nearestWord(word, WORDS)).toBe(meant);
});

test.each(['http', 'x', '', 'assignment-of', 'xy', 'bal'])('%j is like none of them', (word) => {
  expect(nearestWord(word, WORDS)).toBeNull();
});
