import { expect, test } from 'vitest';
import { readTerminalVariables } from './issue-terminal.ts';

test('nothing set means colours, less and vi', () => {
  expect(readTerminalVariables({})).toEqual({
    noColor: false,
    isDumb: false,
    pager: 'less',
    setByUser: new Set(),
    editor: 'vi',
    user: null,
  });
});

test('an empty pager is none, and an empty NO_COLOR or editor says nothing', () => {
  const read = readTerminalVariables({
    PAGER: '',
    NO_COLOR: '',
    VISUAL: '',
    EDITOR: 'nano',
    LESS: '',
    USER: '',
  });

  expect(read).toMatchObject({ pager: null, noColor: false, editor: 'nano', user: null });
  expect([...read.setByUser]).toEqual(['LESS']);
});

test('what is set holds', () => {
  const environment = {
    NO_COLOR: '1',
    TERM: 'dumb',
    PAGER: 'more -d',
    VISUAL: 'code --wait',
    EDITOR: 'vi',
    LOGNAME: 'ada',
  };

  expect(readTerminalVariables(environment)).toMatchObject({
    noColor: true,
    isDumb: true,
    pager: 'more -d',
    editor: 'code --wait',
    user: 'ada',
  });
});
