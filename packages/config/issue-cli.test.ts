import { describe, expect, test } from 'vitest';
import {
  childEnvironment,
  readApiKey,
  readIssueEnvironment,
  readTokenVariables,
  readToolFolders,
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
    ['ISSUE_CORE_BACKEND', 'jira'],
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
    expect(readTokenVariables({ GH_TOKEN: ' a\n', OTHER_TOKEN: 'b' })).toEqual({ GH_TOKEN: 'a' });
  });
});

describe('the folders of other tools', () => {
  test('are where these look themselves', () => {
    expect(readToolFolders({ HOME: '/home/ada' })).toEqual({
      gh: '/home/ada/.config/gh',
      glab: '/home/ada/.config/glab-cli',
      tea: '/home/ada/.config/tea',
    });
    expect(readToolFolders({ HOME: '/h', XDG_CONFIG_HOME: '/x', GH_CONFIG_DIR: '/g' })).toEqual({
      gh: '/g',
      glab: '/x/glab-cli',
      tea: '/x/tea',
    });
    expect(readToolFolders({})).toEqual({ gh: null, glab: null, tea: null });
  });
});

test('a child gets what we have, and what is changed for it', () => {
  expect(childEnvironment({ LC_ALL: 'C' }, { PATH: '/bin', LC_ALL: 'de' })).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
  });
});
