import { readStackFile } from '#app/demo-stack/stack-file.ts';

/** Stops, starts or kills one process of the running demo stack and answers the line to print. */
export async function steerDemoProcess(
  dataDir: string,
  action: string | undefined,
  name: string | undefined,
): Promise<string> {
  const { controlUrl } = readStackFile(dataDir);
  const response = await fetch(`${controlUrl}/${name ?? ''}/${action ?? ''}`, { method: 'POST' });
  const body = await response.text();
  if (!response.ok)
    throw new Error(
      `用法 / usage: npm run demo:agency -- stop|start|kill court|hr-bureau|civil-affairs|medical-insurance|bank|legal-aid|psychological-service|worker|gateway`,
    );
  return body;
}
