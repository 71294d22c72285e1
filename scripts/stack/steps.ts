import { Listr } from 'listr2';

/** One line of the start's progress. */
export interface Step {
  title: string;
  run: (note: (text: string) => void) => Promise<void>;
}

/** Runs steps at once and shows each with what it is doing; throws the first failure. */
export async function runSteps(steps: Step[]): Promise<void> {
  const tasks = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_, task) => {
        const started = performance.now();
        await run((text) => {
          task.title = `${title}: ${text}`;
        });
        task.title = `${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`;
      },
    })),
    // Signals are handled once, where the stack is stopped in order.
    { concurrent: true, exitOnError: true, registerSignalListeners: false, rendererOptions: { showErrorMessage: false, collapseErrors: false } },
  );
  await tasks.run();
}
