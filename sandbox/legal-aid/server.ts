import type { ExecutionResult } from 'graphql';
import { controlRoutes } from '../kit/control.ts';
import { executeGraphql } from '../kit/graphql.ts';
import { openOffice } from '../kit/office.ts';
import type { Settings } from '../kit/settings.ts';
import { json, listen, type Handler, type Reply, type RunningAgency } from '../kit/wire.ts';
import { applicationDesk } from './applications.ts';
import { schema } from './schema.ts';
import { legalAidTrade } from './trade.ts';

/** 桂江市法律援助中心; the dialect is described in README.md. */
export function startLegalAid(settings: Settings, log: (line: string) => void): Promise<RunningAgency> {
  const office = openOffice(settings, legalAidTrade, log);
  const routes = new Map<string, Handler>([
    ['POST /graphql', (body, met) => reply(executeGraphql(schema, applicationDesk(office, met), body))],
  ]);
  return listen(settings.port, office, routes, controlRoutes(office));
}

/** A request that was never executed has no `data` and HTTP 400; whatever was executed answers 200, errors or not. */
function reply(result: ExecutionResult | undefined): Reply {
  if (!result) return json(400, { errors: [{ message: '请求不合规', extensions: { code: 'BAD_REQUEST' } }] });
  if (result.data !== undefined) return json(200, result);
  const errors = result.errors?.map((error) => ({
    ...error.toJSON(),
    extensions: { code: isSyntax(error.message) ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED' },
  }));
  return json(400, { errors });
}

function isSyntax(message: string): boolean {
  return message.startsWith('Syntax Error');
}
