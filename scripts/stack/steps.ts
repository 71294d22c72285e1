import { Listr } from 'listr2';

/** One line of the start's progress. */
export interface Step {
  title: string;
  /** Titles of the steps that must be done before this one begins. */
  after?: string[];
  run: (note: (text: string) => void) => Promise<void>;
}

/** Runs steps at once, each as soon as those before it are done, and shows what each is doing; throws the first failure. */
export async function runSteps(steps: Step[]): Promise<void> {
  const finished = new Map(steps.map(({ title }) => [title, Promise.withResolvers<void>()]));
  const failures: unknown[] = [];
  const tasks = new Listr(
    steps.map(({ title, after = [], run }) => ({
      title,
      task: async (_, task) => {
        await Promise.all(after.map((other) => finished.get(other)?.promise));
        const started = performance.now();
        try {
          await run((text) => {
            task.title = `${title}: ${text}`;
          });
        } catch (error) {
          // Told in full once, at the end; the rest of the steps fail only because everything is being stopped.
          failures.push(error);
          throw new Error('see below', { cause: error });
        }
        task.title = `${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`;
        finished.get(title)?.resolve();
      },
    })),
    // Signals are handled once, where the stack is stopped in order.
    { concurrent: true, exitOnError: true, registerSignalListeners: false },
  );
  await tasks.run().catch((error: unknown) => {
    throw failures[0] ?? error;
  });
}
