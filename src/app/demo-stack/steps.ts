export interface Steps {
  run<Result>(name: string, work: () => Promise<Result>, describe: (result: Result) => string): Promise<Result>;
}

/** Progress on the terminal: a line a step, with what came of it and how long it took. Plain lines where it is no terminal. */
export function createSteps(): Steps {
  const live = process.stdout.isTTY;
  return {
    async run(name, work, describe) {
      const started = performance.now();
      if (live) process.stdout.write(`… ${name}`);
      const result = await work();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${live ? '\r\u001b[2K' : ''}✔ ${name}  ${describe(result)}  ${seconds}s\n`);
      return result;
    },
  };
}
