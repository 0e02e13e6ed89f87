import type { App } from '#app/create-app.ts';
import type { Check } from '#app/doctor/check.ts';
import type { Env } from '#app/read-env.ts';
import type { AgencyCall, AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { type AgencyProbe, judgeAgency, judgeWebhookSecret } from '#domain/operations/judge-agency.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { readWebhookVerdicts } from '#store/operations/webhook-verdicts.ts';

/** Region 99 is never given out: whoever is asked about this number is asked about nobody. */
const NOBODY = '990101190001010018' as ResidentId;

/** Each agency: reachable, our credentials taken, its webhook secret the same on both sides. */
export async function agencyChecks(app: App, env: Env): Promise<readonly Check[]> {
  const verdicts = await readWebhookVerdicts(app.database.prisma);
  return [...app.dependencies.connectors.values()]
    .filter((connector) => connector.channel !== 'WINDOW')
    .flatMap((connector) => {
      const prefix = connector.code.toUpperCase().replaceAll('-', '_');
      const checks: Check[] = [
        {
          name: `agency-${connector.code}`,
          title: { zh: `单位 ${connector.code}`, en: `agency ${connector.code}` },
          run: async () => judgeAgency(await probe(app, connector), prefix),
        },
      ];
      if (connector.verifyWebhook)
        checks.push({
          name: `webhook-secret-${connector.code}`,
          title: { zh: `推送密钥 ${connector.code}`, en: `webhook secret ${connector.code}` },
          run: () => judgeWebhookSecret(verdicts.get(connector.code) ?? [], prefix, secretsOf(env, prefix)),
        });
      return checks;
    });
}

function secretsOf(env: Env, prefix: string): number | undefined {
  const name = `${prefix}_WEBHOOK_SECRETS`;
  const held = new Map<string, unknown>([...Object.entries(env), ...Object.entries(env.configured.settings)]).get(name);
  return Array.isArray(held) ? held.length : undefined;
}

/**
 * A question without consequences, with our credentials: about an effect that never was, else the answers we have read
 * already, else about a person who does not exist. Nothing of the answer is kept.
 */
async function probe(app: App, connector: AgencyConnector): Promise<AgencyProbe> {
  const { agencyCallMs, ids, stores } = app.dependencies;
  const call: AgencyCall = {
    deadline: new Date(Date.now() + agencyCallMs),
    signal: AbortSignal.timeout(agencyCallMs),
  };
  const [lookUp] = Object.values(connector.lookUps);
  try {
    if (connector.inquire) {
      const found = await connector.inquire(`oe-${ids.next()}` as EffectKey, call);
      return found.kind === 'UNKNOWN' ? { kind: 'FAULT', fault: found.fault } : { kind: 'ANSWERED' };
    }
    if (connector.readReplies) await connector.readReplies(await stores.agencies.pollCursor(connector.code), call);
    else if (lookUp) await lookUp.lookUpMany([NOBODY], call);
    else return { kind: 'NOTHING_TO_ASK' };
    return { kind: 'ANSWERED' };
  } catch (error) {
    if (error instanceof AgencyUnavailableError) return { kind: 'FAULT', fault: error.fault };
    throw error;
  }
}
