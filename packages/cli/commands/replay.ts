import { isStackUp } from '@fixpoint/local/is-stack-up.ts';
import { startPlatform } from '@fixpoint/local/platform/start-platform.ts';
import { startStack, stopStack } from '@fixpoint/local/stack.ts';
import { Command } from 'commander';
import { runScene } from '../demo/run-scene.ts';
import { readScene, SCENE_NAMES } from '../demo/scenes.ts';
import { interruption } from '../output/interruption.ts';
import { progressLines } from '../output/progress.ts';
import { renderEvent } from '../watch/render-event.ts';

/** `fixpoint replay`: what concerns recorded conversations. */
export function replayCommand(): Command {
  const replay = new Command('replay').description(
    'recorded conversations with the model: docs/cassettes.md',
  );
  replay
    .command('record')
    .description(
      'play scenes, and write what the model is asked into their cassettes; do so after a change of a prompt, a tool or its output',
    )
    .argument('[scenes...]', `which; all of ${SCENE_NAMES.join(', ')} by default`)
    .action(recordScenes);
  return replay;
}

async function recordScenes(names: readonly string[]): Promise<void> {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const report = progressLines(tell);
  const stopping = interruption();
  const wasUp = isStackUp();
  try {
    const stack = await stopping.race(startStack({ report }));
    const replay = { record: true };
    const platform = await startPlatform({ stack, report, profileName: 'record', model: null, replay });
    try {
      for (const name of SCENE_NAMES.filter((scene) => names.length === 0 || names.includes(scene))) {
        tell(`\n${name}`);
        const scene = readScene(stack.paths.root, name);
        const { view } = await runScene(
          platform,
          scene,
          (event, ms) => tell(renderEvent(event, ms)),
          stopping.signal,
        );
        if (view.state !== scene.endsIn) {
          tell(`${name} ended in ${view.state}, not in ${scene.endsIn}: ${view.reason ?? ''}`);
          process.exitCode = 1;
        }
      }
    } finally {
      // The replay server writes the cassettes when it ends.
      await platform.stop();
    }
  } finally {
    stopping.end();
    if (!wasUp) await stopStack({ report });
  }
}
