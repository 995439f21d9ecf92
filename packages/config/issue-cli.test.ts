import { describe, expect, test } from 'vitest';
import {
  childEnvironment,
  readApiKey,
  readIssueEnvironment,
  readTokenVariables,
  readToolFolder,
} from './issue-cli.ts';

describe('the environment of issue', () => {
  test('may be empty', () => {
    expect(readIssueEnvironment({ ISSUE_CORE_BACKEND: '' })).toEqual({ readOnly: false });
  });

  test('says what to use, and does not hold secrets', () => {
    const environment = {
      ISSUE_CORE_BACKEND: 'gitea',
      ISSUE_CORE_URL: 'http://localhost:3000',
      ISSUE_CORE_OWNER: 'ada',
      ISSUE_CORE_REPO: 'engine',
      ISSUE_CORE_READ_ONLY: '1',
      ISSUE_CORE_TOKEN: 'hidden',
      ISSUE_CORE_API_KEY: 'hidden',
    };

    const read = readIssueEnvironment(environment);

    expect(read).toMatchObject({
      backend: 'gitea',
      url: 'http://localhost:3000',
      owner: 'ada',
      readOnly: true,
    });
    expect(JSON.stringify(read)).not.toContain('hidden');
  });

  test.each([
    ['ISSUE_CORE_URL', 'localhost'],
    ['ISSUE_CORE_URL', 'file:///etc'],
    ['ISSUE_CORE_READ_ONLY', 'perhaps'],
  ])('that is wrong is refused by the name of its variable (%s=%s)', (name, value) => {
    expect(() => readIssueEnvironment({ [name]: value })).toThrow(name);
  });

  test('has an API key that cannot be guessed, or none', () => {
    expect(readApiKey({ ISSUE_CORE_API_KEY: 'k'.repeat(16) })).toBe('k'.repeat(16));
    expect(readApiKey({})).toBeUndefined();
    expect(() => readApiKey({ ISSUE_CORE_API_KEY: 'short' })).toThrow('ISSUE_CORE_API_KEY');
  });

  test('has tokens by the names of their variables', () => {
    const environment = { GH_TOKEN: ' a\n', GITEA_TOKEN: '', OTHER_TOKEN: 'b' };
    expect(readTokenVariables(['GH_TOKEN', 'GITEA_TOKEN'], environment)).toEqual({ GH_TOKEN: 'a' });
  });
});

describe('the folders of other tools', () => {
  test('are where these look themselves', () => {
    const tea = { name: 'tea', variable: null };
    const gh = { name: 'gh', variable: 'GH_CONFIG_DIR' };

    expect(readToolFolder(gh, { HOME: '/home/ada' })).toBe('/home/ada/.config/gh');
    expect(readToolFolder(tea, { USERPROFILE: '/u' })).toBe('/u/.config/tea');
    const environment = { HOME: '/h', XDG_CONFIG_HOME: '/x', GH_CONFIG_DIR: '/g' };
    expect(readToolFolder(gh, environment)).toBe('/g');
    expect(readToolFolder(tea, environment)).toBe('/x/tea');
    expect(readToolFolder(gh, {})).toBeNull();
  });
});

test('a child gets what we have, and what is changed for it', () => {
  expect(childEnvironment({ LC_ALL: 'C' }, { PATH: '/bin', LC_ALL: 'de' })).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
  });
});
