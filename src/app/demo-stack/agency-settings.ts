import { readStackFile } from '#app/demo-stack/stack-file.ts';

/** How a role reaches the simulated agencies, by code and address; settings of one's own win. */
export function agencySettings(agencies: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries(
    [...agencies].flatMap(([agency, url]) => {
      const prefix = agency.toUpperCase().replaceAll('-', '_');
      const secret = `whsec_${Buffer.from(`onedoor-sandbox-${agency}`).toString('base64')}`;
      const defaults = { [`${prefix}_URL`]: url, [`${prefix}_WEBHOOK_SECRETS`]: secret };
      return Object.entries(defaults).filter(([name]) => !process.env[name]);
    }),
  );
}

/** Those of the demo stack that runs from this data folder; none where no stack runs. */
export function settingsOfRunningStack(dataDir: string): Record<string, string> {
  try {
    return agencySettings(Object.entries(readStackFile(dataDir).agencies));
  } catch {
    return {};
  }
}
