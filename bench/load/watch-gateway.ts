export interface GatewaySample {
  readonly rssMb: number;
  /** Since the sample before. */
  readonly eventLoopP99Ms: number;
}

/** Every few seconds what the gateway says of itself, until stopped. */
export function watchGateway(url: string, operatorToken: string, everyMs: number) {
  const samples: GatewaySample[] = [];
  const timer = setInterval(() => void sample().catch(() => {}), everyMs);
  async function sample(): Promise<void> {
    const text = await (
      await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${operatorToken}` } })
    ).text();
    samples.push({
      rssMb: valueOf(text, 'onedoor_memory_bytes', 'kind="rss"') / 1024 ** 2,
      eventLoopP99Ms: valueOf(text, 'onedoor_event_loop_delay_seconds', 'quantile="0.99"') * 1000,
    });
  }
  return {
    samples: (): readonly GatewaySample[] => samples,
    stop: () => clearInterval(timer),
  };
}

function valueOf(text: string, name: string, label: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name}{`) && each.includes(label));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
}
