import type { GiteaSecrets } from './gitea-secrets.ts';
import type { Ini } from './ini.ts';

export interface GiteaLaunch {
  readonly port: number;
  readonly dataFolder: string;
  /** Templates and texts of a Gitea that was built without them inside. */
  readonly staticFolder?: string;
  readonly secrets: GiteaSecrets;
}

/** Settings of a Gitea for one developer: nothing is sent, nobody registers, only what is asked for runs. */
export function giteaSettings(launch: GiteaLaunch): Ini {
  const { dataFolder, port, secrets } = launch;
  return {
    '': { APP_NAME: 'Fixpoint local forge', RUN_MODE: 'prod', WORK_PATH: dataFolder },
    server: {
      PROTOCOL: 'http',
      HTTP_ADDR: '127.0.0.1',
      HTTP_PORT: port,
      ROOT_URL: `http://127.0.0.1:${port}/`,
      DOMAIN: '127.0.0.1',
      APP_DATA_PATH: `${dataFolder}/data`,
      DISABLE_SSH: true,
      OFFLINE_MODE: true,
      LFS_START_SERVER: false,
      ...(launch.staticFolder === undefined ? {} : { STATIC_ROOT_PATH: launch.staticFolder }),
    },
    database: {
      DB_TYPE: 'sqlite3',
      PATH: `${dataFolder}/data/gitea.db`,
      SQLITE_JOURNAL_MODE: 'WAL',
      SQLITE_TIMEOUT: 5000,
    },
    security: {
      INSTALL_LOCK: true,
      SECRET_KEY: secrets.secretKey,
      INTERNAL_TOKEN: secrets.internalToken,
      PASSWORD_HASH_ALGO: 'pbkdf2_v2',
    },
    oauth2: { ENABLED: false, JWT_SECRET: secrets.jwtSecret },
    service: {
      DISABLE_REGISTRATION: true,
      REGISTER_EMAIL_CONFIRM: false,
      ENABLE_NOTIFY_MAIL: false,
      DEFAULT_KEEP_EMAIL_PRIVATE: true,
    },
    repository: { ROOT: `${dataFolder}/repositories`, DEFAULT_BRANCH: 'main', DEFAULT_PRIVATE: 'public' },
    webhook: { ALLOWED_HOST_LIST: 'loopback,private', DELIVER_TIMEOUT: 10, PAGING_NUM: 50 },
    mailer: { ENABLED: false },
    openid: { ENABLE_OPENID_SIGNIN: false, ENABLE_OPENID_SIGNUP: false },
    session: { PROVIDER: 'memory' },
    indexer: { ISSUE_INDEXER_TYPE: 'db', REPO_INDEXER_ENABLED: false },
    queue: { TYPE: 'channel' },
    actions: { ENABLED: false },
    packages: { ENABLED: false },
    cron: { ENABLED: false },
    'cron.update_checker': { ENABLED: false },
    log: { MODE: 'console', LEVEL: 'Warn', 'logger.router.MODE': '', ROOT_PATH: `${dataFolder}/log` },
    other: { SHOW_FOOTER_VERSION: false },
  };
}
