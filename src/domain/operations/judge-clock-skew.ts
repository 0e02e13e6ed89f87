import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

const WORTH_A_LOOK_MS = 1_000;
const TOO_MUCH_MS = 5_000;

/** `skewMs`: this machine minus the other, half the round trip taken off. */
export function judgeClockSkew(other: { readonly zh: string; readonly en: string }, skewMs: number): Finding {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
  const zh = `本机比${other.zh}${skewMs > 0 ? '快' : '慢'} ${seconds} 秒`;
  const en = `this machine is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${other.en}`;
  if (Math.abs(skewMs) < WORTH_A_LOOK_MS) return ok(`与${other.zh}相差不到 1 秒`, `less than 1 s off ${other.en}`);
  const mend = {
    zh: '请在两台机器上启用时间同步（chronyc tracking 查看偏差），再重新检查。时限和签名时间都以时钟为准。',
    en: 'Turn on time synchronisation on both machines (chronyc tracking shows the offset), then check again. Legal clocks and signatures go by it.',
  };
  return Math.abs(skewMs) < TOO_MUCH_MS ? warning({ zh, en }, mend) : fault({ zh, en }, mend);
}
