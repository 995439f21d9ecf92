import { readModelAccess } from '@fixpoint/config/model.ts';
import { registerRepository } from '@fixpoint/local/platform/register-repository.ts';
import { startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack } from '@fixpoint/local/stack.ts';
import { Command, InvalidArgumentError } from 'commander';
import { progressLines } from '../output/progress.ts';

/** `fixpoint register`: lets Fixpoint work on a repository of the local Gitea. */
export function registerCommand(): Command {
  return new Command('register')
    .description(
      'let Fixpoint work on a repository of the local Gitea: write access for its user, a webhook, a record; starts what is not running',
    )
    .argument('<owner/name>', 'the repository', parseName)
    .action(async ([owner, name]: readonly [string, string]) => {
      const report = progressLines((line) => process.stderr.write(`${line}\n`));
      const stack = await startStack({ report });
      const platform = await startPlatform({ stack, report, model: readModelAccess() });
      await registerRepository(platform, owner, name);
      const url = `${stack.endpoints.giteaUrl}/${owner}/${name}`;
      process.stdout.write(`Registered ${url}. Open an issue there and comment /ai.\n`);
    });
}

function parseName(text: string): readonly [string, string] {
  const [owner, name, ...rest] = text.split('/');
  if (owner && name && rest.length === 0) return [owner, name];
  throw new InvalidArgumentError('Give OWNER/NAME, as in the address of the repository.');
}
