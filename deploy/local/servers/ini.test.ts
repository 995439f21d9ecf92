import { expect, test } from 'vitest';
import { renderEnvironment, renderIni } from './ini.ts';

test('keys without a section stand at the head', () => {
  const text = renderIni({ '': { MODE: 'prod' }, server: { PORT: 3000, SSH: false } });

  expect(text).toBe('MODE = prod\n\n[server]\nPORT = 3000\nSSH = false\n');
});

test.each([['a#b'], ['a;b'], [' a'], ['a"b'], ['C:\\x']])(
  'the value %j is put between back quotes',
  (value) => {
    expect(renderIni({ s: { KEY: value } })).toBe(`[s]\nKEY = \`${value}\`\n`);
  },
);

test.each([['a\nb'], ['a`b']])('the value %j is refused', (value) => {
  expect(() => renderIni({ s: { KEY: value } })).toThrow(/KEY/);
});

test('as environment variables, dots of a section are encoded', () => {
  const environment = renderEnvironment('GITEA', { 'cron.update_checker': { ENABLED: false } });

  expect(environment).toEqual({ GITEA__cron_0X2E_update_checker__ENABLED: 'false' });
});
