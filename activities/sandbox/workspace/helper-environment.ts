import { AGENT_ENVIRONMENT, MIRROR_FOLDER, WORK_FOLDER } from '../engine/container-options.ts';

export const GIT_FOLDER = `${MIRROR_FOLDER}/repo.git`;
export const INDEX_FILE = '/tmp/index';

/** Old repositories hold such objects, and the forges serve them; everything else that fsck finds is refused. */
const TOLERATED = [
  'zeroPaddedFilemode',
  'missingSpaceBeforeDate',
  'badTimezone',
  'missingTaggerEntry',
  'missingEmail',
];

const CONFIG: readonly (readonly [string, string])[] = [
  ['core.bare', 'false'],
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.untrackedCache', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.excludesFile', '/dev/null'],
  ['core.autocrlf', 'false'],
  // Threads count against the container's processes.
  ['core.preloadIndex', 'false'],
  ['index.threads', '1'],
  ['pack.threads', '1'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['fetch.fsckObjects', 'true'],
  ['protocol.allow', 'never'],
  ['protocol.file.allow', 'always'],
  ['safe.directory', '*'],
  ...TOLERATED.map((name) => [`fetch.fsck.${name}`, 'ignore'] as const),
];

/** The helper's git looks at the mirror and the work folder only: never at a `.git`, a home or a system configuration. */
export function helperEnvironment(): Record<string, string> {
  const environment: Record<string, string> = {
    PATH: AGENT_ENVIRONMENT.PATH,
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    GIT_DIR: GIT_FOLDER,
    GIT_WORK_TREE: WORK_FOLDER,
    GIT_INDEX_FILE: INDEX_FILE,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Fixpoint',
    GIT_AUTHOR_EMAIL: 'fixpoint@localhost',
    GIT_COMMITTER_NAME: 'Fixpoint',
    GIT_COMMITTER_EMAIL: 'fixpoint@localhost',
    GIT_CONFIG_COUNT: String(CONFIG.length),
  };
  for (const [position, [key, value]] of CONFIG.entries()) {
    environment[`GIT_CONFIG_KEY_${position}`] = key;
    environment[`GIT_CONFIG_VALUE_${position}`] = value;
  }
  return environment;
}
