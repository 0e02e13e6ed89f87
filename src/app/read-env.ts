import { readFileSync } from 'node:fs';
import { demoSecrets, parseSecrets, type Secrets } from '#app/secrets.ts';
import { connectorSettingsShape } from '#connectors/index.ts';
import { BadSettingsError, parseSettings, platformSettings, type SettingFault } from '#platform/env.ts';

const shape = { ...platformSettings, ...connectorSettingsShape };

export type Settings = ReturnType<typeof parseSettings<typeof shape>>;

export interface Env extends Settings {
  readonly secrets: Secrets;
}

/** All settings, parsed once. Throws BadSettingsError with every fault and its mend. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const faults: SettingFault[] = [];
  let settings: Settings | undefined;
  try {
    settings = parseSettings(shape, source);
  } catch (error) {
    if (!(error instanceof BadSettingsError)) throw error;
    faults.push(...error.faults);
  }
  const production = source['ONEDOOR_MODE'] !== 'demo';
  const secrets = production ? readSecretFile(source['ONEDOOR_SECRET_FILE'], faults) : demoSecrets();
  if (!settings || !secrets || faults.length > 0) throw new BadSettingsError(faults);
  return { ...settings, secrets };
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
