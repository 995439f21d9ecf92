import { readLocalSettings } from '@fixpoint/config/local.ts';
import { readModelAccess } from '@fixpoint/config/model.ts';
import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { localPaths } from '@fixpoint/local/paths.ts';
import { demandMainPorts } from '@fixpoint/local/platform/kept-ports.ts';
import { startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack, stopStack } from '@fixpoint/local/stack.ts';
import { Command, Option } from 'commander';
import { demoJson, demoText } from '../demo/demo-report.ts';
import { runScene } from '../demo/run-scene.ts';
import { readScene, SCENE_NAMES, type SceneName } from '../demo/scenes.ts';
import { interruption } from '../output/interruption.ts';
import { progressLines } from '../output/progress.ts';
import { renderEvent } from '../watch/render-event.ts';

const SCENES_HELP =
  'what to play: fix a Python project, a node project, end blocked after three attempts, retry once, ask a question, a project with no-scripts, or a hostile model';

interface DemoOptions {
  readonly scene: SceneName;
  readonly keep?: boolean;
  readonly json?: boolean;
}

/** `fixpoint demo`: the whole job once, on real servers, from an issue to an open pull request. */
export function demoCommand(): Command {
  return new Command('demo')
    .summary('play the whole job once on this machine: an issue, /ai, a tested pull request')
    .description(
      'play the whole job once on this machine: an issue, /ai, a tested pull request; without ANTHROPIC_API_KEY the model is a recording; exit code 1 when the run ends otherwise than the scene should',
    )
    .addOption(new Option('--scene <name>', SCENES_HELP).choices(SCENE_NAMES).default('fix'))
    .option('--keep', 'leave everything running afterwards; what ran before is left running in any case')
    .option('--json', 'print one object for machines at the end')
    .action(playDemo);
}

async function playDemo(options: DemoOptions): Promise<void> {
  const startedAt = performance.now();
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const report = progressLines(tell);
  const stopping = interruption();
  const wasUp = isStackUp();
  let failed = false;
  try {
    await demandMainPorts(localPaths(), readLocalSettings());
    const stack = await stopping.race(startStack({ report, signal: stopping.signal }));
    const scene = readScene(stack.paths.root, options.scene);
    const platform = await stopping.race(
      startPlatform({ stack, report, model: readModelAccess(), signal: stopping.signal }),
    );
    tell(`\nIssue: ${scene.title}\n`);
    const result = await runScene(
      platform,
      scene,
      (event, ms) => tell(renderEvent(event, ms)),
      stopping.signal,
    );
    const elapsedMs = performance.now() - startedAt;
    process.stdout.write(
      `${options.json ? demoJson(result, elapsedMs) : demoText(result, platform, elapsedMs)}\n`,
    );
    failed = result.view.state !== scene.endsIn;
  } finally {
    stopping.end();
    if (wasUp) tell('\nIt ran before and is left running. Stop it with ./fixpoint down.');
    else if (options.keep && !stopping.signal.aborted) tell('\nLeft running. Stop it with ./fixpoint down.');
    else await stopStack({ report });
  }
  if (failed) process.exitCode = 1;
}
