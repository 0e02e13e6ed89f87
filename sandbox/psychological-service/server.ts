import type { ExecutionResult } from 'graphql';
import { controlRoutes } from '../kit/control.ts';
import { executeGraphql } from '../kit/graphql.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { json, listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { serviceDesk } from './desk.ts';
import { schema } from './schema.ts';
import { psychologicalServiceTrade } from './trade.ts';

/** 心之家职工心理服务中心; the dialect is described in README.md. */
export function startPsychologicalService(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, psychologicalServiceTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /api/desk', (body, met) => reply(executeGraphql(schema, serviceDesk(office, met), body))],
  ]);
  return listen(settings.port, office, routes, controlRoutes(office));
}

/** Everything is HTTP 200 here; what was never executed says so by E1000 and a `data` of null. */
function reply(result: ExecutionResult | undefined): Reply {
  if (result?.data !== undefined) return json(200, result);
  const message = result?.errors?.[0]?.message ?? 'not a GraphQL request';
  return json(200, { data: null, errors: [{ message, extensions: { errno: 'E1000' } }] });
}
