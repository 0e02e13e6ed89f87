import { readFileSync } from 'node:fs';
import { configuredAgencies } from '#app/configured-agencies.ts';
import type { FeedSettings } from '#app/feed-ports.ts';
import { readFeedSettings } from '#app/feed-settings.ts';
import { certificateSettingsShape } from '#app/identity/client-certificates.ts';
import { limitSettingsShape } from '#app/limits/limit-settings.ts';
import { demoSecrets, parseSecrets, type Secrets } from '#app/secrets.ts';
import { webhookSettingsShape } from '#app/webhook-line.ts';
import { type ConfiguredAgencies, connectorSettingsShape } from '#connectors/index.ts';
import { BadSettingsError, parseSettings, platformSettings, type SettingFault } from '#platform/env.ts';

const shape = {
  ...platformSettings,
  ...connectorSettingsShape,
  ...webhookSettingsShape,
  ...certificateSettingsShape,
  ...limitSettingsShape,
};

export type Settings = ReturnType<typeof parseSettings<typeof shape>>;

export interface Env extends Settings {
  readonly secrets: Secrets;
  /** Agencies by file alone, with their own settings. */
  readonly configured: ConfiguredAgencies;
  /** Where files of agencies come from. */
  readonly feeds: FeedSettings;
}

/** All settings, parsed once. Throws BadSettingsError with every fault and its mend. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const faults: SettingFault[] = [];
  const settings = collecting(faults, () => parseSettings(shape, source));
  const configured = collecting(faults, () => configuredAgencies(source));
  const feeds = collecting(faults, () => readFeedSettings(source));
  if (settings?.ONEDOOR_CLIENT_CERT_HEADER !== undefined && settings.ONEDOOR_TRUSTED_PROXIES.isEmpty)
    faults.push({
      variable: 'ONEDOOR_TRUSTED_PROXIES',
      problem:
        'is required with ONEDOOR_CLIENT_CERT_HEADER: the addresses whose word about a certificate is believed / 设置证书请求头时必须列出可信代理的地址',
    });
  const production = source['ONEDOOR_MODE'] !== 'demo';
  const secrets = production ? readSecretFile(source['ONEDOOR_SECRET_FILE'], faults) : demoSecrets();
  if (!settings || !configured || !feeds || !secrets || faults.length > 0) throw new BadSettingsError(faults);
  return { ...settings, secrets, configured, feeds };
}

/** What `read` reads, or undefined and its faults among the others. */
function collecting<Value>(faults: SettingFault[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadSettingsError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

function readSecretFile(path: string | undefined, faults: SettingFault[]): Secrets | undefined {
  if (!path) {
    faults.push({
      variable: 'ONEDOOR_SECRET_FILE',
      problem:
        'is required in production: the path of a JSON file with the sealing keys (docs/how-to/run-in-production.md). For a demonstration set ONEDOOR_MODE=demo / 正式环境必须设置密钥文件；演示请设 ONEDOOR_MODE=demo',
    });
    return undefined;
  }
  try {
    return parseSecrets(readFileSync(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    faults.push({ variable: 'ONEDOOR_SECRET_FILE', problem: `cannot be used: ${problem}` });
    return undefined;
  }
}
