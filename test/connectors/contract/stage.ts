import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { PlayServer } from '../support/play-server.ts';
import type { ContractSubject } from './subject.ts';

/** Fresh for every test: a played agency and a connector towards it. */
export interface Stage {
  readonly subject: ContractSubject;
  server: PlayServer;
  connector: AgencyConnector;
}

/** Short enough to wait for in a test, long enough for a busy machine to answer. */
export const IMPATIENT = { limits: { connectTimeoutMs: 1_000, firstByteTimeoutMs: 600, totalTimeoutMs: 1_200 } };
