import { readLocalSettings } from '@fixpoint/config/local.ts';
import type { Context } from '../context.ts';
import { localPaths } from '../paths.ts';
import type { StackOptions } from '../stack.ts';
import type { Finding } from './finding.ts';
import { examineMachine } from './machine.ts';
import { examineModel } from './model.ts';
import { examinePorts } from './ports.ts';
import { examineServers, examineServices } from './servers.ts';

/** Looks at every part of the local stack, changes nothing, and says of each what is wrong and how to mend it. */
export async function examine(options: StackOptions = {}): Promise<Finding[]> {
  const context: Context = {
    settings: options.settings ?? readLocalSettings(),
    paths: options.paths ?? localPaths(),
    report: () => undefined,
    signal: undefined,
    installations: { last: Promise.resolve() },
  };
  const [machine, ports, servers, model] = await Promise.all([
    examineMachine(context),
    examinePorts(context),
    examineServers(context),
    examineModel(context),
  ]);
  return [...machine, ports, ...servers, ...examineServices(context), model];
}
