import type { App } from '#app/create-app.ts';
import type { Env } from '#app/read-env.ts';
import type { Logger } from '#platform/logger.ts';

/** What a command of `npm run ops` gets: the settings, and the house when it asks for it. */
export interface OpsContext {
  readonly env: Env;
  readonly log: Logger;
  /** Opens the house on the installation's database for this one command and closes it again. */
  withApp<Result>(work: (app: App) => Promise<Result>): Promise<Result>;
  /** One line for the person at the terminal. */
  print(line: string): void;
}
