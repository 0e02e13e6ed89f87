import type { z } from 'zod';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { LineTuning } from './agency-line.ts';

/** What an agency's folder hands to the register. */
export interface Registration<Shape extends z.ZodRawShape> {
  /** Agency code = folder = webhook URL = settings prefix. */
  readonly code: string;
  /** The agency's settings among the environment variables. */
  readonly settingsShape: Shape;
  /** Undefined while the agency's address is not set: then it is not connected here. Opens no connection. */
  create(settings: z.output<z.ZodObject<Shape>>, tuning?: LineTuning): AgencyConnector | undefined;
}

/** A window needs no settings and is always there. */
export interface WindowRegistration {
  readonly code: string;
  readonly settingsShape?: undefined;
  create(): AgencyConnector;
}

/** All shapes of a union of shapes at once. */
export type MergedShape<Shape> = (Shape extends unknown ? (shape: Shape) => void : never) extends (
  merged: infer Merged,
) => void
  ? Merged
  : never;
